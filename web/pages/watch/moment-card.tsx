// One moment: when, why, how sure, and where its clip stands.
import { useRef } from "preact/hooks";
import type { ClipJob, JobStatus } from "#core/clips/job/clip-job.ts";
import type { Moment } from "#core/moments/moment.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { MomentFeedback } from "./moment-feedback.tsx";
import { triggerEvidence, triggerWords } from "../../ui/format/trigger-words.ts";
import "../../ui/card.css";
import "./moment-list.css";

interface Props {
  readonly moment: Moment;
  /** The newest job made from it. */
  readonly job: ClipJob | undefined;
  readonly verdict: Verdict | null;
  /** Null for who may only look. */
  readonly judge: ((moment: Moment, verdict: Verdict | null) => Promise<void>) | null;
  readonly offsetMs: number;
}

/** A card that appears this soon after the moment is highlighted for a few seconds. */
const freshMs = 10_000;

export function MomentCard({ moment, job, verdict, judge, offsetMs }: Props) {
  const isFresh = useRef(Date.now() + offsetMs - moment.detectedMs < freshMs).current;
  const details = useRef<HTMLDetailsElement>(null);
  const clipPath = job?.status === "ready" ? `/c/${job.clipId}` : null;

  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.target !== event.currentTarget) return;
    if (clipPath !== null) open(clipPath, "_blank", "noopener");
    else if (details.current) details.current.open = !details.current.open;
  };

  return (
    <article
      class={`card ${isFresh ? "fresh" : ""}`}
      tabIndex={-1}
      onKeyDown={press}
      aria-label={`Moment ${moment.number} at ${formatElapsed(moment.streamElapsedSeconds)}`}
    >
      <div class="card-head">
        <span class="time" title={formatClock(moment.peakMs)}>
          <mark>{formatElapsed(moment.streamElapsedSeconds)}</mark>
        </span>
        <span class="small faint">#{moment.number}</span>
        {job && <JobMark job={job} clipPath={clipPath} />}
        <span class="score">
          <meter min={0} max={1} value={moment.score} aria-label="Score" />
          {moment.score.toFixed(2)}
        </span>
      </div>
      <p class="card-text">{moment.explanation}</p>
      <details ref={details}>
        <summary>
          <span class="card-chips">
            {moment.triggers.map((trigger, index) => (
              <span class="chip" key={index}>
                {triggerWords(trigger)}
              </span>
            ))}
          </span>
          <span class="more">numbers</span>
        </summary>
        <table class="evidence">
          <tbody>
            {moment.triggers.map((trigger, index) => (
              <tr key={index}>
                <th scope="row">{triggerWords(trigger)}</th>
                <td>{triggerEvidence(trigger)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <MomentFeedback moment={moment} verdict={verdict} judge={judge} />
    </article>
  );
}

const marks: Record<JobStatus, string> = {
  approved: "clip approved",
  queued: "clip queued",
  creating: "clip in the making",
  polling: "clip in the making",
  ready: "clip",
  failed: "clip failed",
  expired: "clip expired",
};

function JobMark({ job, clipPath }: { job: ClipJob; clipPath: string | null }) {
  if (clipPath !== null) {
    return (
      <a class="badge mark" href={clipPath} target="_blank" rel="noopener">
        Open clip
      </a>
    );
  }
  const isOver = job.status === "failed" || job.status === "expired";
  return <span class={`badge ${isOver ? "bad" : ""}`}>{marks[job.status]}</span>;
}
