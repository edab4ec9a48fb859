// Which of two states of a job is the newer one. Answers, live messages and what desks owe overtake each other, and clocks
// are put right.
import type { ClipJob } from "#core/clips/job/clip-job.ts";

/** A job that was changed later than this from now was changed before the clock was set back. */
export const clockToleranceMs = 60_000;

/** Whoever keeps the newest state of a job goes by its time, so a clock that is put back a little does not take it along. */
export function inOrder(before: ClipJob, after: ClipJob): ClipJob {
  const backMs = before.updatedAtMs - after.updatedAtMs;
  return backMs > 0 && backMs <= clockToleranceMs ? { ...after, updatedAtMs: before.updatedAtMs } : after;
}

/**
 * Two states of the same millisecond come in the order in which the desk made them. One from the future was made before
 * the desk's clock was put right, and keeps out nothing.
 */
export function replacesJob(
  kept: Pick<ClipJob, "updatedAtMs"> | null,
  next: Pick<ClipJob, "updatedAtMs">,
  nowMs: number,
): boolean {
  return kept === null || next.updatedAtMs >= kept.updatedAtMs || kept.updatedAtMs > nowMs + clockToleranceMs;
}

/** The jobs with this one at its newest; the same array when it is told something old. */
export function applyJob(jobs: readonly ClipJob[], job: ClipJob, nowMs: number): readonly ClipJob[] {
  const kept = jobs.find(({ jobId }) => jobId === job.jobId);
  if (!replacesJob(kept ?? null, job, nowMs)) return jobs;
  return [job, ...jobs.filter((one) => one !== kept)];
}

/** A renewed lease, one more part or another look in vain is news to nobody but whoever did it. */
export function isNews(before: ClipJob, after: ClipJob): boolean {
  return JSON.stringify(told(before)) !== JSON.stringify(told(after));
}

function told(job: ClipJob): readonly unknown[] {
  const { status, executor, attempts, manualRetries, creation, tries } = job;
  const fileCopy = "fileCopy" in job ? job.fileCopy.status : null;
  return [status, executor, attempts, manualRetries, creation, tries.at(-1), "isLate" in job && job.isLate, fileCopy];
}

/** How far an upload has come is between the desk and the page that sends it, and may be long. */
export function withoutUpload(job: ClipJob): ClipJob {
  return "upload" in job ? { ...job, upload: null } : job;
}
