// The room for recordings: the budget with what it means in hours, what goes next, what went, and the browser's promise.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { recordingSettingsSchema, type RecordingSettings } from "#core/recording/storage-budget.ts";
import { askPersistence, persistence, type Persistence } from "../../engines/recordings/persistence.ts";
import { saveRecordingSettings } from "../../engines/recordings/recording-settings.ts";
import type { StorageStatus } from "../../engines/recordings/storage-status.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { nowMs } from "../../ui/now.ts";
import { freedWords, hoursWords, limitWords, nextWords, persistenceWords, usedWords } from "./storage-words.ts";
import { useRecordingSettings } from "./use-recording-settings.ts";
import "../../ui/field.css";
import "../../ui/menu.css";
import "./storage-panel.css";

interface Props {
  readonly storage: StorageStatus;
  readonly recordingName: string;
}

const shownFreed = 10;

export function StoragePanel({ storage, recordingName }: Props) {
  const now = nowMs.peek();
  return (
    <details class="storage">
      <summary>{usedWords(storage)}</summary>
      <div class="menu-list storage-body">
        {storage.next !== null && <p>{nextWords(storage.next, recordingName, now)}</p>}
        {limitWords(storage).map((words) => (
          <p key={words}>{words}</p>
        ))}
        <SettingFields storage={storage} />
        <Protection />
        {storage.freed.length > 0 && (
          <ul class="storage-freed" aria-label="What was deleted">
            {storage.freed
              .slice(-shownFreed)
              .reverse()
              .map((freed) => (
                <li key={`${freed.recording} ${freed.fromMs}`}>{freedWords(freed, recordingName, now)}</li>
              ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function SettingFields({ storage }: Pick<Props, "storage">) {
  const settings = useRecordingSettings();
  const problem = useSignal<string | null>(null);
  const change = (next: Partial<RecordingSettings>, wrong: string) => {
    const parsed = recordingSettingsSchema.safeParse({ ...settings.value, ...next });
    problem.value = parsed.success ? null : wrong;
    if (parsed.success) saveRecordingSettings(parsed.data);
  };
  const { budgetBytes, leastBytesPerMinute } = settings.value;
  return (
    <>
      <div class="field">
        <label for="storage-budget">Room for all recordings of this browser, GB</label>
        <input
          id="storage-budget"
          class="input"
          type="number"
          min={1}
          max={2000}
          step={1}
          value={budgetBytes / 1e9}
          aria-describedby="storage-budget-hint"
          onChange={({ currentTarget }) =>
            change({ budgetBytes: currentTarget.valueAsNumber * 1e9 }, "Between 1 and 2000 GB, please.")
          }
        />
        <p class="hint" id="storage-budget-hint">
          {hoursWords(budgetBytes, storage.footageBytesPerMinute)} When it is used up, the oldest footage goes first.
        </p>
      </div>
      <div class="field">
        <label for="storage-least">Warn when a recording grows by less than, MB a minute</label>
        <input
          id="storage-least"
          class="input"
          type="number"
          min={0}
          max={1000}
          step={0.1}
          value={leastBytesPerMinute / 1e6}
          onChange={({ currentTarget }) =>
            change({ leastBytesPerMinute: currentTarget.valueAsNumber * 1e6 }, "Between 0 and 1000 MB, please.")
          }
        />
      </div>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </>
  );
}

function Protection() {
  const answer = useSignal<Persistence | null>(null);
  const wasAsked = useSignal(false);
  useEffect(() => void persistence().then((known) => (answer.value = known)), [answer]);
  const ask = async () => {
    answer.value = await askPersistence();
    wasAsked.value = true;
  };
  if (answer.value === null) return null;
  return (
    <div class="storage-protection">
      <p role={wasAsked.value ? "status" : undefined}>
        {wasAsked.value && answer.value === "evictable" && "The browser said no. "}
        {persistenceWords[answer.value]}
      </p>
      {answer.value === "evictable" && <BusyButton onPress={ask}>Ask the browser to protect them</BusyButton>}
    </div>
  );
}
