// All numbers and lists of detection a person can change, for the settings and for the what-if.
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { replayLimits } from "#core/detection/replay-limits.ts";
import type { DetectionChoices } from "#core/channel/detection-choices.ts";
import { NameListInput } from "./name-list-input.tsx";
import { loginOf } from "./name-list.ts";
import { alertFields, seedFields } from "./number-fields.ts";
import { NumberInput } from "./number-input.tsx";
import "./detection.css";

interface Props {
  readonly choices: DetectionChoices;
  readonly onChange: (choices: DetectionChoices) => void;
  /** Over kept counts, where some settings cannot be answered. */
  readonly isKept?: boolean;
}

export function DetectionFields({ choices, onChange, isKept = false }: Props) {
  const { seed, bots, emoteNames } = defaultDetectionSettings;
  const limit = (reason: string | undefined) => (isKept ? (reason ?? null) : null);
  return (
    <>
      <div class="number-fields">
        {seedFields.map((field) => (
          <NumberInput
            key={field.name}
            field={field}
            choices={choices}
            onChange={onChange}
            locked={limit(field.limit ?? undefined)}
          />
        ))}
      </div>
      <NameListInput
        label="Keywords"
        hint="Words and phrases, with commas between. Capitals and stretched letters count alike."
        most={50}
        names={choices.seed?.clipKeywords ?? seed.clipKeywords}
        locked={limit(replayLimits["seed.clipKeywords"])}
        onChange={(clipKeywords) => onChange({ ...choices, seed: { ...choices.seed, clipKeywords } })}
      />
      <NameListInput
        label="Emotes of browser extensions"
        hint="Names as they are typed (7TV, BTTV, FFZ). The platform's own emotes are known without a list."
        most={2000}
        names={choices.emoteNames ?? emoteNames}
        locked={limit(replayLimits.emoteNames)}
        onChange={(names) => onChange({ ...choices, emoteNames: names })}
      />
      <NameListInput
        label="Bots"
        hint="Logins whose messages do not count."
        most={200}
        names={choices.bots ?? bots}
        locked={limit(replayLimits.bots)}
        onChange={(names) => onChange({ ...choices, bots: [...new Set(names.map(loginOf))].filter(Boolean) })}
      />
      <p class="hint">An alert of at least this much is a moment by itself; left empty, it only accompanies one.</p>
      <div class="number-fields">
        {alertFields.map((field) => (
          <NumberInput key={field.name} field={field} choices={choices} onChange={onChange} />
        ))}
      </div>
    </>
  );
}
