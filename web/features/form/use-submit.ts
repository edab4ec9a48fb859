// What sending a form means: once at a time, with a sentence when it is refused.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { sentenceOf } from "../../api/request.ts";

export interface Submission {
  /** Why it was not done; null while nothing speaks against it. */
  readonly problem: ReadonlySignal<string | null>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** For the form's `onSubmit`. */
  readonly submit: (event: Event) => Promise<void>;
}

/**
 * @param send does it; answers a sentence when what was entered is wrong, `false` when a field says that itself, and throws what the
 * server says against it. Nothing to say means that it is done, and then `onDone` is called.
 */
export function useSubmit(
  send: (form: HTMLFormElement) => Promise<string | false | void>,
  onDone: () => void,
): Submission {
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (isBusy.value || !(form instanceof HTMLFormElement)) return;
    isBusy.value = true;
    problem.value = null;
    try {
      const refusal = await send(form);
      if (refusal === undefined) onDone();
      else if (refusal !== false) problem.value = refusal;
    } catch (error) {
      problem.value = sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  return { problem, isBusy, submit };
}
