// The clips of this channel, newest first, each with where it stands.
import { useSignal } from "@preact/signals";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { CandidateCard } from "../../features/clips/candidate-card.tsx";
import { ClipCard } from "../../features/clips/clip-card.tsx";
import { clipView } from "../../features/clips/clip-words.ts";
import { lazyDialog } from "../../ui/lazy-dialog.tsx";
import type { Approvals } from "./approvals.ts";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";
import "./moment-list.css";
import "./clip-list.css";

const EditCandidateDialog = lazyDialog(
  async () => (await import("../../features/clips/edit-candidate-dialog.tsx")).EditCandidateDialog,
);

interface Props
  extends Pick<WatchParts, "jobs" | "settings">, Pick<RunningEngines, "recorder" | "progress">, Approvals {
  /** This load of the page, which cuts some of the clips. */
  readonly pageId: string;
  readonly mayEdit: boolean;
  readonly onRetry: (job: ClipJob, executor: Executor) => Promise<void>;
}

export function ClipList({ pageId, mayEdit, approve, reject, edit, onRetry, ...parts }: Props) {
  const jobs = parts.jobs.value;
  const { autoApprove, autoApproveRules } = parts.settings.value;
  const candidates = parts.candidates.value;
  const editing = useSignal<Candidate | null>(null);
  const isEditing = useSignal(false);
  const beginEdit = (candidate: Candidate) => {
    editing.value = candidate;
    isEditing.value = true;
  };
  const answers = mayEdit ? { approve, reject, edit: beginEdit } : null;
  const recorder = parts.recorder.value;
  const progress = parts.progress.value;
  const cards = jobs.map((job) => ({
    job,
    view: clipView(job, {
      progress: progress.find((one) => one.jobId === job.jobId),
      pageId,
      // What is listed and still to be fetched counts as there to come.
      recordedFromMs:
        recorder === null || recorder.fromMs === null
          ? null
          : Math.min(recorder.fromMs, recorder.settledToMs ?? recorder.fromMs),
      recordedToMs: recorder?.settledToMs ?? null,
      gaps: recorder?.gaps ?? [],
      freed: recorder?.storage?.freed ?? [],
    }),
  }));
  const stranded = cards.filter(({ view }) => view.lacksFootage);
  return (
    <section class="list-panel" aria-labelledby="clips-title">
      <div class="list-head">
        <h2 id="clips-title">Clips</h2>
        <span class="small faint">{jobs.length > 0 && jobs.length}</span>
        <span class="small faint row-end">
          {autoApprove ? (autoApproveRules ? "some made without asking" : "made without asking") : "made when approved"}
        </span>
      </div>
      <div class="list-scroll">
        {jobs.length + candidates.length === 0 ? (
          <div class="empty">
            <p>
              No clips yet. {mayEdit ? "Press C to clip the last 30 seconds" : "Editors can clip the last 30 seconds"}
              {autoApprove ? ", or wait for a moment." : "."}
            </p>
          </div>
        ) : (
          <ul>
            {candidates.map((candidate) => (
              <li key={candidate.candidateId}>
                <CandidateCard candidate={candidate} answers={answers} />
              </li>
            ))}
            {cards
              .filter(({ view }) => !view.lacksFootage)
              .map(({ job, view }) => (
                <li key={job.jobId}>
                  <ClipCard job={job} view={view} mayEdit={mayEdit} onRetry={onRetry} />
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
                  <ClipCard job={job} view={view} mayEdit={mayEdit} onRetry={onRetry} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <EditCandidateDialog open={isEditing} candidate={editing.value} save={edit} />
    </section>
  );
}
