// The channel's settings, changed together and saved with one button.
import { useSignal, type Signal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { changeSettings } from "../../api/channels.ts";
import { sentenceOf } from "../../api/request.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toasts.tsx";
import { DetectionSection } from "../../features/detection/detection-section.tsx";
import { AutoApproveFields } from "./auto-approve-fields.tsx";
import { changedSettings, type Draft } from "./changed-settings.ts";
import { hlsAddressProblem } from "./hls-address.ts";
import { addSettings } from "./watch-state.ts";
import type { WatchStore } from "./watch-store.ts";

export function SettingsDialog({ open, store }: { open: Signal<boolean>; store: WatchStore }) {
  return (
    <Dialog open={open} title="Channel settings">
      <SettingsForm store={store} onClose={() => (open.value = false)} />
    </Dialog>
  );
}

function SettingsForm({ store, onClose }: { store: WatchStore; onClose: () => void }) {
  const opened = useRef<Draft>(store.state.peek().settings).current;
  const draft = useSignal<Draft>(opened);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const id = useId();
  const edit = (change: Partial<Draft>) => (draft.value = { ...draft.value, ...change });

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    const address = draft.value.hlsUrl?.trim() ?? "";
    problem.value = hlsAddressProblem(address);
    if (problem.value !== null) return;
    const wrong = (event.currentTarget as HTMLFormElement).querySelector<HTMLElement>(
      ".more-settings [aria-invalid='true']",
    );
    if (wrong) {
      wrong.closest("details")?.setAttribute("open", "");
      return wrong.focus();
    }
    isBusy.value = true;
    try {
      const wanted: Draft = { ...draft.value, hlsUrl: address === "" ? null : address };
      const change = changedSettings(opened, wanted);
      store.state.value = addSettings(store.state.value, await changeSettings(store.name, change));
      toast("Settings saved.");
      onClose();
    } catch (error) {
      problem.value = sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <form class="dialog-form" onSubmit={submit} noValidate>
      <div class="field">
        <label for={`${id}-hls`}>HLS address of the stream</label>
        <input
          id={`${id}-hls`}
          class="input"
          type="url"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          maxLength={2000}
          placeholder="https://…/live.m3u8"
          aria-invalid={problem.value !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
          value={draft.value.hlsUrl ?? ""}
          onInput={(event) => edit({ hlsUrl: event.currentTarget.value })}
        />
        <p class="hint" id={`${id}-hint`}>
          From your encoder, restream or media server; it must allow other sites to read it (CORS).
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem.value}
        </p>
      </div>

      <AutoApproveFields draft={draft.value} onChange={edit} />

      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked={draft.value.keepsExcerpt ?? true}
          onChange={(event) => edit({ keepsExcerpt: event.currentTarget.checked })}
        />
        <span class="field">
          <b>Quote chat on each clip candidate</b>
          <span class="hint">A few short lines, without names or links; no other chat text is ever kept.</span>
        </span>
      </label>

      <fieldset class="fieldset">
        <legend>What counts as a moment</legend>
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={draft.value.profile === "adaptive"}
            onChange={() => edit({ profile: "adaptive" })}
          />
          <span class="field">
            <b>Adaptive</b>
            <span class="hint">Compares chat with what is usual here, and keeps to a number of moments.</span>
          </span>
        </label>
        <div class="field indent">
          <label for={`${id}-rate`}>
            About <output>{draft.value.alarmsPerHour}</output> {draft.value.alarmsPerHour === 1 ? "moment" : "moments"}{" "}
            an hour
          </label>
          <input
            id={`${id}-rate`}
            class="range"
            type="range"
            min={1}
            max={30}
            step={1}
            disabled={draft.value.profile !== "adaptive"}
            value={draft.value.alarmsPerHour}
            onInput={(event) => edit({ alarmsPerHour: event.currentTarget.valueAsNumber })}
          />
        </div>
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={draft.value.profile === "seed"}
            onChange={() => edit({ profile: "seed" })}
          />
          <span class="field">
            <b>Fixed rules</b>
            <span class="hint">The same thresholds for every channel; noisy on a busy chat.</span>
          </span>
        </label>
      </fieldset>

      <DetectionSection
        choices={draft.value.detection ?? {}}
        onChange={(detection) => edit({ detection })}
        usesFeedback={draft.value.usesFeedback ?? true}
        onUsesFeedback={(usesFeedback) => edit({ usesFeedback })}
        feedback={store.state.value.feedback}
      />

      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {isBusy.value && <span class="busy-ring" />}
          Save
        </button>
      </div>
    </form>
  );
}
