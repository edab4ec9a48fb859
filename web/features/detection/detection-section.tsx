// The part of the settings about detection's own numbers, and about what people's feedback makes of the triggers.
import type { DetectionChoices } from "#core/channel/detection-choices.ts";
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import { triggerName } from "../../ui/format/trigger-words.ts";
import { DetectionFields } from "./detection-fields.tsx";
import "./detection.css";

interface Props {
  readonly choices: DetectionChoices;
  readonly onChange: (choices: DetectionChoices) => void;
  readonly usesFeedback: boolean;
  readonly onUsesFeedback: (usesFeedback: boolean) => void;
  readonly feedback: ChannelFeedback;
}

export function DetectionSection({ choices, onChange, usesFeedback, onUsesFeedback, feedback }: Props) {
  const isChanged = Object.keys(choices).length > 0;
  return (
    <>
      <details class="more-settings">
        <summary>
          <b>Detection</b> <span class="small faint">{isChanged ? "changed for this channel" : "all defaults"}</span>
        </summary>
        <p class="hint">
          The fixed rules use these numbers always, the adaptive ones for keywords, emotes, viewers and alerts, and for
          chat until the channel's normal is known.
        </p>
        <DetectionFields choices={choices} onChange={onChange} />
        <button type="button" class="button quiet compact" disabled={!isChanged} onClick={() => onChange({})}>
          Back to the defaults
        </button>
      </details>
      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked={usesFeedback}
          onChange={(event) => onUsesFeedback(event.currentTarget.checked)}
        />
        <span class="field">
          <b>Learn from what is kept and discarded</b>
          <span class="hint">
            Triggers whose moments people keep count more. Ten answers' worth of the channel's average are mixed in, so
            a few answers change little.
          </span>
        </span>
      </label>
      {feedback.triggers.length > 0 && (
        <ul class="small feedback-list">
          {feedback.triggers.map(({ type, kept, discarded, weight }) => (
            <li key={type}>
              {triggerName(type)}: {kept} of {kept + discarded} kept → ×{weight}
              {!usesFeedback && " (not used)"}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
