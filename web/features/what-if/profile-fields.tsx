// Which rules are tried, and how many moments an hour the adaptive ones keep to.
import { useId } from "preact/hooks";
import type { WhatIfStore } from "./what-if-store.ts";

export function ProfileFields({ store }: { store: WhatIfStore }) {
  const id = useId();
  const { profile, alarmsPerHour } = store.trial.value;
  return (
    <fieldset class="fieldset">
      <legend>Settings to try</legend>
      <div class="row wrap">
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={profile === "adaptive"}
            onChange={() => store.change({ profile: "adaptive" })}
          />
          <b>Adaptive</b>
        </label>
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={profile === "seed"}
            onChange={() => store.change({ profile: "seed" })}
          />
          <b>Fixed rules</b>
        </label>
      </div>
      <div class="field">
        <label for={`${id}-rate`}>
          About <output>{alarmsPerHour}</output> {alarmsPerHour === 1 ? "moment" : "moments"} an hour
          {profile === "seed" && <span class="faint"> (fixed rules have no budget)</span>}
        </label>
        <input
          id={`${id}-rate`}
          class="range"
          type="range"
          min={1}
          max={30}
          step={1}
          disabled={profile === "seed"}
          value={alarmsPerHour}
          onInput={(event) => store.change({ alarmsPerHour: event.currentTarget.valueAsNumber })}
        />
      </div>
    </fieldset>
  );
}
