// A list of words of detection: keywords, bots or emotes.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { typedNames } from "./name-list.ts";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly most: number;
  readonly names: readonly string[];
  readonly onChange: (names: string[]) => void;
  /** Why it cannot be changed here; null when it can. */
  readonly locked?: string | null;
}

export function NameListInput({ label, hint, most, names, onChange, locked = null }: Props) {
  const id = useId();
  const problem = useSignal<string | null>(null);
  const type = (text: string) => {
    const typed = typedNames(text, most);
    problem.value = typed.ok ? null : typed.problem;
    if (typed.ok) onChange(typed.names);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class="input"
        rows={3}
        spellcheck={false}
        autocomplete="off"
        disabled={locked !== null}
        value={names.join(", ")}
        aria-invalid={problem.value !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <p
        class={problem.value === null ? "hint" : "problem"}
        id={`${id}-note`}
        role={problem.value === null ? undefined : "alert"}
      >
        {problem.value ?? locked ?? hint}
      </p>
    </div>
  );
}
