// When a desk's alarm rings: for the first of its jobs, its candidates and its outbox that time alone brings further.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { jobDeadlineMs, jobLifetimeMs } from "#core/clips/job/job-step.ts";

/** The alarm rings once a second for jobs that wait for a free hand, and for candidates that could not be expired. */
const overdueMs = 1_000;

export interface DeskWork {
  readonly openJobs: readonly ClipJob[];
  /** When the alarm may look after a job that somebody is at work on, or that rests after an error; 0 for any other. */
  readonly notBeforeMs: (job: ClipJob) => number;
  /** When the oldest candidate that nobody has decided about was proposed. */
  readonly oldestPendingMs: number | null;
  readonly outboxDueMs: number | null;
}

/** Null when nothing is left to wait for. */
export function deskAlarmMs(work: DeskWork, nowMs: number): number | null {
  const jobs = work.openJobs.map((job) => {
    const dueMs = jobDeadlineMs(job, nowMs) ?? nowMs;
    return Math.max(laterThanNow(dueMs, nowMs), work.notBeforeMs(job));
  });
  // A candidate nobody decides about ends as a job does that nobody takes.
  const expiryMs = work.oldestPendingMs === null ? null : laterThanNow(work.oldestPendingMs + jobLifetimeMs, nowMs);
  return [...jobs, expiryMs, work.outboxDueMs].reduce(sooner, null);
}

/** An alarm for what is overdue would otherwise ring in a circle. */
function laterThanNow(dueMs: number, nowMs: number): number {
  return dueMs > nowMs ? dueMs : nowMs + overdueMs;
}

function sooner(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
