// Which rules are tried, and how many moments an hour the adaptive ones keep to.
import { useId } from "preact/hooks";
import { RateField } from "../detection/rate-field.tsx";
import type { WhatIfStore } from "./what-if-store.ts";

export function ProfileFields({ store }: { store: WhatIfStore }) {
  const id = useId();
  const { profile, alarmsPerHour } = store.trial.value;
  return (
    <fieldset class="fieldset">
      <legend>Settings to try</legend>
      <div class="row">
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
        <RateField
          perHour={alarmsPerHour}
          disabled={profile === "seed"}
          note={profile === "seed" ? "fixed rules have no budget" : undefined}
          onChange={(rate) => store.change({ alarmsPerHour: rate })}
        />
      </div>
    </fieldset>
  );
}
