// Whether a channel's clips are made without asking, and of which moments.
import { useId } from "preact/hooks";
import { candidateSources } from "#core/clips/job/clip-job.ts";
import { confidenceWords, sourceNames } from "../../features/clips/candidate-words.ts";
import type { Draft } from "./changed-settings.ts";

interface Props {
  readonly draft: Pick<Draft, "autoApprove" | "autoApproveRules">;
  readonly onChange: (change: Partial<Pick<Draft, "autoApprove" | "autoApproveRules">>) => void;
}

type Rules = NonNullable<Draft["autoApproveRules"]>;

/** What a channel without rules of its own does: every candidate. */
const everything: Rules = { minConfidence: 0, sources: [...candidateSources] };

export function AutoApproveFields({ draft, onChange }: Props) {
  const rules = draft.autoApproveRules ?? everything;
  const id = useId();
  const edit = (change: Partial<Rules>) => onChange({ autoApproveRules: { ...rules, ...change } });
  return (
    <fieldset class="fieldset">
      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked={draft.autoApprove}
          onChange={(event) => onChange({ autoApprove: event.currentTarget.checked })}
        />
        <span class="field">
          <b>Clip without asking</b>
          <span class="hint">Otherwise each moment waits for someone's approval.</span>
        </span>
      </label>
      {draft.autoApprove && (
        <div class="fieldset indent">
          <div class="field">
            <label for={`${id}-confidence`}>
              From confidence <output>{rules.minConfidence.toFixed(2)}</output>{" "}
              <span class="faint">
                ({rules.minConfidence === 0 ? "any" : `${confidenceWords(rules.minConfidence)}, or more`})
              </span>
            </label>
            <input
              id={`${id}-confidence`}
              class="range"
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={rules.minConfidence}
              onInput={(event) => edit({ minConfidence: event.currentTarget.valueAsNumber })}
            />
          </div>
          <div class="field" role="group" aria-labelledby={`${id}-sources`}>
            <span class="label" id={`${id}-sources`}>
              Because of
            </span>
            {candidateSources.map((source) => (
              <label key={source} class="choice">
                <input
                  type="checkbox"
                  checked={rules.sources.includes(source)}
                  onChange={(event) => {
                    const isWanted = event.currentTarget.checked;
                    edit({
                      sources: candidateSources.filter((one) =>
                        one === source ? isWanted : rules.sources.includes(one),
                      ),
                    });
                  }}
                />
                {sourceNames[source]}
              </label>
            ))}
          </div>
          <p class="hint small faint">
            {rules.sources.length === 0
              ? "Nothing is chosen, so every moment waits."
              : "What does not fit waits for approval."}
          </p>
        </div>
      )}
    </fieldset>
  );
}
