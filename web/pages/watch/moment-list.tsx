// The moments of the session, newest first.
import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { MomentCard } from "./moment-card.tsx";
import { SilenceNote } from "./silence-note.tsx";
import type { WatchStore } from "./watch-store.ts";
import "./moment-list.css";

interface Props {
  readonly store: WatchStore;
  readonly list: RefObject<HTMLElement | null>;
  readonly onWhatIf: () => void;
}

export function MomentList({ store, list, onWhatIf }: Props) {
  const moments = useComputed(() => store.state.value.moments).value;
  const jobs = useComputed(() => store.state.value.jobs).value;
  const isAdaptive = useComputed(() => store.state.value.settings.profile === "adaptive").value;
  const perHour = useComputed(() => store.state.value.settings.alarmsPerHour).value;
  return (
    <section class="list-panel" id="moments" aria-labelledby="moments-title" ref={list} tabIndex={-1}>
      <div class="list-head">
        <h2 id="moments-title">Moments</h2>
        <span class="small faint">{moments.length > 0 && moments.length}</span>
        <span class="small faint row-end">{isAdaptive ? `about ${perHour} an hour` : "fixed rules"}</span>
        <button type="button" class="button quiet compact" onClick={onWhatIf}>
          What if…
        </button>
      </div>
      <div class="list-scroll">
        <SilenceNote store={store} />
        {moments.length === 0 ? (
          <div class="empty">
            <p>No moments yet. They appear here when chat or viewers jump, with the numbers that say why.</p>
          </div>
        ) : (
          <ul>
            {moments.map((moment) => (
              <li key={moment.id}>
                <MomentCard
                  store={store}
                  moment={moment}
                  job={jobs.find((job) => job.momentId === moment.id)}
                  offsetMs={store.state.peek().clockOffsetMs}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
