// One number of detection: its words and unit, the default beside it, and what is wrong with what was typed.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { DetectionChoices } from "#core/channel/detection-choices.ts";
import { choiceOf, type NumberField, typedNumber, withChoice } from "./number-fields.ts";
import "./detection.css";

interface Props {
  readonly field: NumberField;
  readonly choices: DetectionChoices;
  readonly onChange: (choices: DetectionChoices) => void;
  /** Why it cannot be changed here; null when it can. */
  readonly locked?: string | null;
}

export function NumberInput({ field, choices, onChange, locked = null }: Props) {
  const id = useId();
  const choice = choiceOf(choices, field);
  const inUse = choice === undefined ? field.byDefault : choice;
  // What was refused stays to be corrected, until the number is changed in another way.
  const refused = useSignal<{ text: string; problem: string; inUse: number | null } | null>(null);
  const wrong = refused.value?.inUse === inUse ? refused.value : null;
  const byDefault = field.byDefault === null ? "off" : String(field.byDefault);
  const type = (input: HTMLInputElement) => {
    const typed = typedNumber(field, input.value);
    refused.value = typed.ok ? null : { text: input.value, problem: typed.problem, inUse };
    if (typed.ok) onChange(withChoice(choices, field, typed.value));
  };
  return (
    <div class="number-field">
      <label for={id}>{field.label}</label>
      <span class="number-value">
        <input
          id={id}
          class="input compact"
          inputMode="decimal"
          autocomplete="off"
          size={6}
          disabled={locked !== null}
          value={wrong?.text ?? (inUse === null ? "" : String(inUse))}
          placeholder={byDefault}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-note`}
          onChange={(event) => type(event.currentTarget)}
        />
        <span class="small faint">{field.unit}</span>
      </span>
      <p class={wrong ? "problem" : "hint"} id={`${id}-note`} role={wrong ? "alert" : undefined}>
        {wrong?.problem ?? locked ?? (choice === undefined ? "default" : `default ${byDefault}`)}
      </p>
    </div>
  );
}
