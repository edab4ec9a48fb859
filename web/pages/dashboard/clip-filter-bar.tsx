// Chips for the states, a choice of channel and a field for words; how many each state would show is always in sight.
import { useId } from "preact/hooks";
import { type ClipJob, jobStatuses } from "#core/clips/job/clip-job.ts";
import { stateNames } from "../../features/clips/job-words.ts";
import { channelsOf, type ClipFilter, countByState } from "./clip-filter.ts";
import "./clips-section.css";

interface Props {
  readonly jobs: readonly ClipJob[];
  readonly filter: ClipFilter;
  readonly onChange: (change: Partial<ClipFilter>) => void;
}

export function ClipFilterBar({ jobs, filter, onChange }: Props) {
  const counts = countByState(jobs, filter);
  const channels = channelsOf(jobs);
  const id = useId();
  return (
    <div class="filter-bar" role="search" aria-label="Filter the clips">
      <div class="filter-chips" role="group" aria-label="State">
        {(["all", ...jobStatuses] as const).map((state) => (
          <button
            key={state}
            type="button"
            class={`filter-chip ${counts[state] === 0 ? "none" : ""}`}
            aria-pressed={filter.state === state}
            onClick={() => onChange({ state })}
          >
            {state === "all" ? "All" : stateNames[state]} <span class="count">{counts[state]}</span>
          </button>
        ))}
      </div>
      <div class="filter-fields">
        <label class="visually-hidden" for={`${id}-channel`}>
          Channel
        </label>
        <select
          id={`${id}-channel`}
          class="input"
          value={filter.channel}
          onChange={(event) => onChange({ channel: event.currentTarget.value })}
        >
          <option value="all">All channels</option>
          {channels.map(({ key, login }) => (
            <option key={key} value={key}>
              {login}
            </option>
          ))}
        </select>
        <label class="visually-hidden" for={`${id}-text`}>
          Words
        </label>
        <input
          id={`${id}-text`}
          class="input"
          type="search"
          placeholder="Title, id or error"
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          value={filter.text}
          onInput={(event) => onChange({ text: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}
