// When a desk's alarm rings: for the first of its jobs, its candidates and its outbox that time alone brings further.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { jobDeadlineMs, jobLifetimeMs } from "#core/clips/job/job-step.ts";

/**
 * What is due is begun with every change and whenever a hand is free. For a job that waits for a hand the alarm only
 * makes sure, or it would ring in a circle.
 */
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
    return Math.max(dueMs > nowMs ? dueMs : nowMs + overdueMs, work.notBeforeMs(job));
  });
  // A candidate nobody decides about ends as a job does that nobody takes.
  const expiryMs = work.oldestPendingMs === null ? null : work.oldestPendingMs + jobLifetimeMs;
  return [...jobs, expiryMs, work.outboxDueMs].reduce(sooner, null);
}

function sooner(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
