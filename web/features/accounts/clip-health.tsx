// How clipping stands on the whole deployment: the figures an operator looks at first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { jobStatuses } from "#core/clips/job/clip-job.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { type ClipFigures, getClipFigures } from "../../api/observability.ts";
import { sentenceOf } from "../../api/request.ts";
import { stateNames } from "../clips/job-words.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import "../../ui/card.css";
import "./accounts.css";

export function ClipHealth() {
  const health = useSignal<Loadable<ClipFigures>>({ status: "loading" });
  const load = async () => {
    try {
      health.value = loaded(await getClipFigures());
    } catch (error) {
      health.value = failed(health.value, sentenceOf(error));
    }
  };
  useEffect(() => void load(), []);
  const state = health.value;
  return (
    <section class="fieldset" aria-label="Health">
      <div class="row">
        <h3>Health</h3>
        <BusyButton class="compact quiet row-end" onPress={load}>
          Refresh
        </BusyButton>
      </div>
      {state.status === "loading" && <span class="skeleton" style={{ height: "7rem" }} aria-label="Loading" />}
      {state.status !== "loading" && state.problem !== null && (
        <p class="field" role="alert">
          <span class="problem">The figures cannot be read. {state.problem}</span>
        </p>
      )}
      {state.status === "ready" && <Figures health={state.value} />}
    </section>
  );
}

function Figures({ health }: { health: ClipFigures }) {
  const facts: readonly (readonly [string, string | number])[] = [
    ["Twitch accepts the connection", health.clips_token_valid ? "yes" : "no"],
    ["Permissions are complete", health.clips_scope_ok ? "yes" : "no"],
    ["To approve", health.pending_actions],
    ["Late at Twitch", health.late],
    ["Channels, live", `${health.channels}, ${health.live}`],
  ];
  return (
    <>
      <dl class="facts small">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ul class="card-chips" aria-label="Clips by state">
        {jobStatuses.map((status) => (
          <li key={status} class="chip">
            {stateNames[status]} {health.jobs[status]}
          </li>
        ))}
      </ul>
    </>
  );
}
