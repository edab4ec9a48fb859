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
  const inUse = names.join(", ");
  // What was refused stays to be corrected, until the list is changed in another way.
  const refused = useSignal<{ text: string; problem: string; inUse: string } | null>(null);
  const wrong = refused.value?.inUse === inUse ? refused.value : null;
  const type = (text: string) => {
    const typed = typedNames(text, most);
    refused.value = typed.ok ? null : { text, problem: typed.problem, inUse };
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
        value={wrong?.text ?? inUse}
        aria-invalid={wrong !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <p class={wrong ? "problem" : "hint"} id={`${id}-note`} role={wrong ? "alert" : undefined}>
        {wrong?.problem ?? locked ?? hint}
      </p>
    </div>
  );
}
