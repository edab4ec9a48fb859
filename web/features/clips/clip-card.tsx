// One clip job: what it is of, who makes it, where it stands, and what can be done with it.
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { Ago } from "../../ui/ago.tsx";
import { formatSpan } from "../../ui/format/format-span.ts";
import { ChannelLink } from "./channel-link.tsx";
import { ClipLinkButtons } from "./clip-link-buttons.tsx";
import type { ClipView } from "./clip-words.ts";
import { CopyId } from "./copy-id.tsx";
import { executorWords } from "./job-words.ts";
import { RetryButtons } from "./retry-buttons.tsx";
import { TryList } from "./try-list.tsx";
import "../../ui/card.css";
import "./clips.css";

interface Props {
  readonly job: ClipJob;
  readonly view: ClipView;
  readonly mayEdit: boolean;
  /** Beside clips of other channels: which channel this is of. */
  readonly namesChannel?: boolean;
  readonly onRetry: (job: ClipJob, executor: Executor) => Promise<void>;
}

export function ClipCard({ job, view, mayEdit, namesChannel = false, onRetry }: Props) {
  const start = formatElapsed((job.range.fromMs - job.streamStartedAtMs) / 1000);
  return (
    <article class="card clip-card" aria-label={`Clip at ${start}`} data-status={job.status}>
      <div class="card-head">
        <h3 class="truncate" title={job.title}>
          {job.title || "Clip"}
        </h3>
        <span class="small faint row-end time">{formatSpan(job.range.toMs - job.range.fromMs)}</span>
      </div>
      {namesChannel && (
        <div class="card-head small">
          <ChannelLink platform={job.channel.platform} login={job.login} />
          <span class="faint card-ago">
            <Ago atMs={job.createdAtMs} />
          </span>
        </div>
      )}
      <div class="clip-state">
        <span class={`dot ${view.tone}`} aria-hidden="true" />
        <span>
          {view.words}
          {"failure" in job && <code class="error-code">{job.failure.code}</code>}
        </span>
        <span class="faint row-end">at {start}</span>
      </div>
      {view.fraction !== undefined && (
        <progress max={1} {...(view.fraction === null ? {} : { value: view.fraction })} aria-label={view.words} />
      )}
      <ClipLinkButtons job={job} />
      {mayEdit && <RetryButtons job={job} onRetry={onRetry} />}
      {job.tries.length === 0 && namesChannel ? (
        <p class="clip-made">{executorWords(job)}</p>
      ) : (
        <details>
          <summary>
            <span class="truncate">{executorWords(job)}</span>
            <span class="more">{job.tries.length === 0 ? "ids" : triesIn(job.tries.length)}</span>
          </summary>
          <TryList tries={job.tries} />
          {!namesChannel && <Ids job={job} />}
        </details>
      )}
      {namesChannel && <Ids job={job} />}
    </article>
  );
}

/** Two ids that support asks for, and that must not be taken for each other. */
function Ids({ job }: { job: ClipJob }) {
  return (
    <div class="card-ids">
      <CopyId what="Candidate id" id={job.candidateId} />
      <CopyId what="Job id" id={job.jobId} />
    </div>
  );
}

function triesIn(count: number): string {
  return count === 1 ? "1 try" : `${count} tries`;
}
