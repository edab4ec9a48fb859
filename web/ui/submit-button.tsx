// Sends the form it is in; busy while that is under way.
import type { ReadonlySignal } from "@preact/signals";

export function SubmitButton({ isBusy, children }: { isBusy: ReadonlySignal<boolean>; children: string }) {
  return (
    <button type="submit" class="button primary" aria-busy={isBusy.value}>
      {isBusy.value && <span class="busy-ring" />}
      {children}
    </button>
  );
}
