// The clips of this channel, newest first, each with where it stands.
import { useComputed } from "@preact/signals";
import { CandidateCard } from "./candidate-card.tsx";
import { ClipCard } from "./clip-card.tsx";
import { clipView } from "./clip-words.ts";
import type { WatchStore } from "./watch-store.ts";

export function ClipList({ store }: { store: WatchStore }) {
  const jobs = useComputed(() => store.state.value.jobs).value;
  const autoApprove = useComputed(() => store.state.value.settings.autoApprove).value;
  const candidates = store.approvals.candidates.value;
  const recorder = store.engines.recorder.value;
  const progress = store.engines.progress.value;
  const cards = jobs.map((job) => ({
    job,
    view: clipView(job, {
      progress: progress.find((one) => one.jobId === job.jobId),
      pageId: store.pageId,
      recordedFromMs: recorder?.fromMs ?? null,
      recordedToMs: recorder?.toMs ?? null,
      gaps: recorder?.gaps ?? [],
    }),
  }));
  const stranded = cards.filter(({ view }) => view.lacksFootage);
  return (
    <section class="list-panel" aria-labelledby="clips-title">
      <div class="list-head">
        <h2 id="clips-title">Clips</h2>
        <span class="small faint">{jobs.length > 0 && jobs.length}</span>
        <span class="small faint row-end">{autoApprove ? "made without asking" : "made when approved"}</span>
      </div>
      <div class="list-scroll">
        {jobs.length + candidates.length === 0 ? (
          <div class="empty">
            <p>
              No clips yet.{" "}
              {store.mayEdit ? "Press C to clip the last 30 seconds" : "Editors can clip the last 30 seconds"}
              {autoApprove ? ", or wait for a moment." : "."}
            </p>
          </div>
        ) : (
          <ul>
            {candidates.map((candidate) => (
              <li key={candidate.candidateId}>
                <CandidateCard store={store} candidate={candidate} />
              </li>
            ))}
            {cards
              .filter(({ view }) => !view.lacksFootage)
              .map(({ job, view }) => (
                <li key={job.jobId}>
                  <ClipCard store={store} job={job} view={view} />
                </li>
              ))}
          </ul>
        )}
        {/* Moments from before any page was open: they would bury the clips that are there. */}
        {stranded.length > 0 && (
          <details class="stranded">
            <summary>
              {stranded.length === 1 ? "1 clip waits" : `${stranded.length} clips wait`} for a page that holds the
              footage
            </summary>
            <ul>
              {stranded.map(({ job, view }) => (
                <li key={job.jobId}>
                  <ClipCard store={store} job={job} view={view} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </section>
  );
}
