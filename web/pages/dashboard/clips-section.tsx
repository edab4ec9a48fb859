// The clips of all channels, newest first, each with where it stands.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { ClipCard } from "../../features/clips/clip-card.tsx";
import { clipView } from "../../features/clips/clip-words.ts";
import { ClipFilterBar } from "./clip-filter-bar.tsx";
import { everyClip, filterClips } from "./clip-filter.ts";
import { ShowMore } from "./show-more.tsx";
import "../../ui/page-frame.css";
import "./clips-section.css";

/** More cards at once than a person reads would only make the page slow. */
const shownAtFirst = 100;

interface Props {
  /** Null until they are known. */
  readonly clips: ReadonlySignal<readonly ClipJob[] | null>;
  readonly mayEdit: boolean;
  readonly onRetry: (job: ClipJob, executor: Executor) => Promise<void>;
}

export function ClipsSection({ clips, mayEdit, onRetry }: Props) {
  const jobs = clips.value;
  const filter = useSignal(everyClip);
  const shown = useSignal(shownAtFirst);
  const found = filterClips(jobs ?? [], filter.value);
  return (
    <section class="clips-section" id="clips" aria-labelledby="clips-title" tabIndex={-1}>
      <div class="section-head">
        <h2 class="section-title" id="clips-title">
          Clips
        </h2>
        {jobs !== null && jobs.length > 0 && <span class="faint">{jobs.length}</span>}
      </div>
      {jobs === null && <Loading />}
      {jobs !== null && jobs.length === 0 && (
        <div class="panel empty">
          <p>No clips yet. Approved moments and clips made by hand appear here, with where each one stands.</p>
        </div>
      )}
      {jobs !== null && jobs.length > 0 && (
        <>
          <ClipFilterBar
            jobs={jobs}
            filter={filter.value}
            onChange={(change) => {
              filter.value = { ...filter.value, ...change };
              shown.value = shownAtFirst;
            }}
          />
          {found.length === 0 ? (
            <div class="panel empty" role="status">
              <p>No clip fits this filter.</p>
              <button type="button" class="button compact" onClick={() => (filter.value = everyClip)}>
                Show all clips
              </button>
            </div>
          ) : (
            <ul class="clip-grid">
              {found.slice(0, shown.value).map((job) => (
                <li key={job.jobId}>
                  <ClipCard job={job} view={clipView(job, null)} mayEdit={mayEdit} namesChannel onRetry={onRetry} />
                </li>
              ))}
            </ul>
          )}
          <ShowMore shown={shown} of={found.length} step={shownAtFirst} />
        </>
      )}
    </section>
  );
}

function Loading() {
  return (
    <ul class="clip-grid" aria-busy="true" aria-label="Loading the clips">
      {[0, 1, 2].map((card) => (
        <li key={card}>
          <span class="skeleton" style={{ height: "9rem" }} />
        </li>
      ))}
    </ul>
  );
}
