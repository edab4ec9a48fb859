// The moments of the session, newest first.
import { useComputed } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import type { Moment } from "#core/moments/moment.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import { MomentCard } from "./moment-card.tsx";
import type { WatchParts } from "./watch-parts.ts";
import "./moment-list.css";

interface Props extends Pick<WatchParts, "moments" | "jobs" | "settings" | "feedback" | "clockOffsetMs"> {
  /** Null for who may only look. */
  readonly judge: ((moment: Moment, verdict: Verdict | null) => Promise<void>) | null;
  readonly list: RefObject<HTMLElement | null>;
  readonly onWhatIf: () => void;
  /** Stands above the moments. */
  readonly children: ComponentChildren;
}

export function MomentList({ judge, list, onWhatIf, children, ...parts }: Props) {
  const moments = parts.moments.value;
  const jobs = parts.jobs.value;
  const { profile, alarmsPerHour } = parts.settings.value;
  const verdicts = useComputed(
    () => new Map(parts.feedback.value.verdicts.map(({ momentId, verdict }) => [momentId, verdict])),
  ).value;
  return (
    <section class="list-panel" id="moments" aria-labelledby="moments-title" ref={list} tabIndex={-1}>
      <div class="list-head">
        <h2 id="moments-title">Moments</h2>
        <span class="small faint">{moments.length > 0 && moments.length}</span>
        <span class="small faint row-end">
          {profile === "adaptive" ? `about ${alarmsPerHour} an hour` : "fixed rules"}
        </span>
        <button type="button" class="button quiet compact" onClick={onWhatIf}>
          What if…
        </button>
      </div>
      <div class="list-scroll">
        {children}
        {moments.length === 0 ? (
          <div class="empty">
            <p>No moments yet. They appear here when chat or viewers jump, with the numbers that say why.</p>
          </div>
        ) : (
          <ul>
            {moments.map((moment) => (
              <li key={moment.id}>
                <MomentCard
                  moment={moment}
                  job={jobs.find((job) => job.momentId === moment.id)}
                  verdict={verdicts.get(moment.id) ?? null}
                  judge={judge}
                  offsetMs={parts.clockOffsetMs.peek()}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
