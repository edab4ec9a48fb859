// Names a clip and sets its length before it is approved.
import { useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { maxClipSeconds, maxTwitchClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { Dialog } from "../../ui/dialog.tsx";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import { DialogForm } from "../form/dialog-form.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { candidateChange } from "./candidate-change.ts";

interface Props {
  readonly open: Signal<boolean>;
  /** What is edited; null before anything was. */
  readonly candidate: Candidate | null;
  /** Throws what the server says against it. */
  readonly save: (candidate: Candidate, change: CandidateEdit) => Promise<void>;
}

export function EditCandidateDialog({ open, candidate, save }: Props) {
  return (
    <Dialog open={open} title="Edit the clip">
      {candidate !== null && <EditForm candidate={candidate} save={save} onClose={() => (open.value = false)} />}
    </Dialog>
  );
}

interface FormProps {
  readonly candidate: Candidate;
  readonly save: Props["save"];
  readonly onClose: () => void;
}

function EditForm({ candidate, save, onClose }: FormProps) {
  const title = useSignal(candidate.title);
  const seconds = useSignal(String(candidate.suggestedDurationSeconds));
  const id = useId();
  const submission = useSubmit(async () => {
    const change = candidateChange(candidate, title.value, seconds.value);
    if (typeof change === "string") return change;
    if (Object.keys(change).length > 0) await save(candidate, change);
  }, onClose);

  return (
    <DialogForm submission={submission} action="Save" onCancel={onClose}>
      <div class="field">
        <label for={`${id}-title`}>Title</label>
        <input
          id={`${id}-title`}
          class="input"
          autofocus
          autocomplete="off"
          maxLength={140}
          value={title.value}
          onInput={(event) => (title.value = event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-seconds`}>Length in seconds</label>
        <input
          id={`${id}-seconds`}
          class="input"
          type="number"
          inputMode="decimal"
          min={minClipSeconds}
          max={maxClipSeconds}
          step={0.1}
          aria-describedby={`${id}-hint ${id}-problem`}
          value={seconds.value}
          onInput={(event) => (seconds.value = event.currentTarget.value)}
        />
        <p class="hint" id={`${id}-hint`}>
          {minClipSeconds} to {maxClipSeconds}; Twitch makes clips of at most {maxTwitchClipSeconds}. The end stays, the
          start moves.
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {submission.problem.value}
        </p>
      </div>
    </DialogForm>
  );
}
