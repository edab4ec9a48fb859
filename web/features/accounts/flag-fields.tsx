// The switches for clipping on the whole deployment. Each acts at once; who may not switch sees how they stand.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { type ClipMode, clipModes } from "#core/clips/job/clip-mode.ts";
import { changeFlags } from "../../api/flags.ts";
import { sentenceOf } from "../../api/request.ts";

interface Props {
  readonly flags: ClipFlags;
  readonly mayChange: boolean;
  readonly onChanged: (flags: ClipFlags) => void;
}

const switches = [
  {
    name: "clip_pipeline_enabled",
    label: "Propose and make clips",
    hint: "Off: moments are still found, but nothing is proposed and no clip is made.",
  },
  {
    name: "clip_api_enabled",
    label: "Make clips on Twitch",
    hint: "Off: clips can be approved, but nothing is sent to Twitch.",
  },
] as const;

const modes: Record<ClipMode, string> = { live: "The live stream", vod: "The recording (VOD)" };

export function FlagFields({ flags, mayChange, onChanged }: Props) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const id = useId();
  /**
   * What is shown is what the server answered: each drawing puts a switch back to that. It is not disabled meanwhile,
   * because what is disabled loses focus.
   */
  const change = async (wanted: Partial<ClipFlags>) => {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = null;
    try {
      onChanged(await changeFlags(wanted));
    } catch (error) {
      problem.value = sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <fieldset class="fieldset" aria-busy={isBusy.value} aria-describedby={`${id}-problem`}>
      <legend>{mayChange ? "Switches; they act at once" : "Switches; only an owner can change them"}</legend>
      {switches.map(({ name, label, hint }) => (
        <label key={name} class="choice">
          <input
            type="checkbox"
            role="switch"
            class="switch"
            name={name}
            checked={flags[name]}
            disabled={!mayChange}
            onChange={(event) => void change({ [name]: event.currentTarget.checked })}
          />
          <span class="field">
            <span>
              <b>{label}</b> <code class="small faint">{name}</code>
            </span>
            <span class="hint">{hint}</span>
          </span>
        </label>
      ))}
      <div class="field">
        <label for={`${id}-mode`}>
          Where both can be done, clip from <code class="small faint">clip_mode_default</code>
        </label>
        <select
          id={`${id}-mode`}
          class="input"
          name="clip_mode_default"
          value={flags.clip_mode_default}
          disabled={!mayChange}
          onChange={(event) => {
            const wanted = clipModes.find((mode) => mode === event.currentTarget.value);
            if (wanted) void change({ clip_mode_default: wanted });
          }}
        >
          {clipModes.map((mode) => (
            <option key={mode} value={mode}>
              {modes[mode]}
            </option>
          ))}
        </select>
      </div>
      <p class="field" id={`${id}-problem`} role="alert">
        {problem.value !== null && <span class="problem">{problem.value}</span>}
      </p>
    </fieldset>
  );
}
