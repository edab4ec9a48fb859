// The form of a dialog: its fields, and below them the way out and the one main action.
import type { ComponentChildren } from "preact";
import { SubmitButton } from "../../ui/submit-button.tsx";
import type { Submission } from "./use-submit.ts";

interface Props {
  readonly submission: Submission;
  /** What the main button says. */
  readonly action: string;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

export function DialogForm({ submission, action, onCancel, children }: Props) {
  return (
    <form class="dialog-form" onSubmit={submission.submit} noValidate>
      {children}
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onCancel}>
          Cancel
        </button>
        <SubmitButton isBusy={submission.isBusy}>{action}</SubmitButton>
      </div>
    </form>
  );
}
