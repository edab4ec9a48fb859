// What time and people do to a clip job: it comes due, it grows too old, it is tried again by hand.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import { isLeased } from "#core/clips/browser/browser-lease.ts";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { isOpen, moveJob } from "#core/clips/job/job-transitions.ts";
import { objection, withExecutor } from "#core/clips/job/plan-executor.ts";
import { AppError } from "#core/errors.ts";

/** Nobody clips yesterday's stream unasked; the footage is gone from the ring by then anyway. */
export const jobLifetimeMs = 24 * 3_600_000;
/** A page at work may take so much longer, but a page that renews for ever does not keep a job from ending. */
const leasedGraceMs = 3_600_000;
export const maxManualRetries = 3;
/** A job that was changed later than this from now was changed before the clock was set back. */
export const clockToleranceMs = 60_000;

/** What a person wishes for with a retry, and what is possible. */
export interface RetryWish {
  readonly executor: Executor;
  readonly grants: ClipGrants;
}

/** By the same executor, unless another of the offered ones is wished for. Throws `conflict` where that cannot be. */
export function retryJob(job: ClipJob, nowMs: number, wish: RetryWish | null = null): ClipJob {
  if (job.status !== "failed") throw new AppError("conflict", "Only a failed clip can be tried again.");
  if (job.manualRetries >= maxManualRetries)
    throw new AppError("conflict", `This clip has been tried again ${maxManualRetries} times already.`);
  if (nowMs >= job.createdAtMs + jobLifetimeMs)
    throw new AppError("conflict", "This clip is more than a day old. Make a new one.");
  const executor = wish?.executor ?? job.executor;
  if (executor !== job.executor && !job.alternatives.includes(executor))
    throw new AppError("conflict", "This clip cannot be made that way.");
  const reason = wish === null || executor === "twitch_live" ? null : objection(executor, job, wish.grants, nowMs);
  if (reason !== null) throw new AppError("conflict", reason);
  const mayExist = (job.twitch?.askedAtMs ?? null) !== null;
  const queued = {
    ...moveJob(job, "queued", nowMs),
    manualRetries: job.manualRetries + 1,
    errorCode: null,
    errorDetail: null,
    alternatives: [],
    lease: null,
    isLate: false,
  };
  const next = withExecutor(queued, executor, nowMs);
  // What an earlier creation may have made is looked for first.
  return { ...next, progress: { creations: 0, looks: 0, failures: 0, doubt: mayExist ? "refused" : "none" } };
}

/** Whoever keeps the newest state of a job goes by its time, so a clock that is put back a little does not take it along. */
export function inOrder(before: ClipJob, after: ClipJob): ClipJob {
  const backMs = before.updatedAtMs - after.updatedAtMs;
  return backMs > 0 && backMs <= clockToleranceMs ? { ...after, updatedAtMs: before.updatedAtMs } : after;
}

/** Whether the desk has something to do for a job now. */
export function isDue(job: ClipJob, nowMs: number): boolean {
  if (job.nextAtMs === null) return false;
  return job.nextAtMs <= nowMs || nowMs < job.updatedAtMs - clockToleranceMs;
}

/**
 * What time alone does to a job: leases run out, jobs grow too old. A clip that Twitch was asked for is followed to its
 * end instead, which is counted and not timed.
 */
export function ageJob(job: ClipJob, nowMs: number): ClipJob {
  if (!isOpen(job) || isAsked(job)) return job;
  const isAtWork = isLeased(job, nowMs);
  const mayFinish = isAtWork && nowMs < job.createdAtMs + jobLifetimeMs + leasedGraceMs;
  if (!mayFinish && nowMs >= job.createdAtMs + jobLifetimeMs) return expireJob(job, nowMs);
  if (job.status === "creating" && !isAtWork) return { ...moveJob(job, "queued", nowMs), lease: null };
  return job;
}

export function expireJob(job: ClipJob, nowMs: number): ClipJob {
  const errorDetail =
    job.executor === "browser"
      ? "No open page that holds the footage took this clip within 24 hours."
      : "Twitch could not be asked for this clip within 24 hours.";
  return { ...moveJob(job, "expired", nowMs), lease: null, nextAtMs: null, errorCode: "clip_expired", errorDetail };
}

/** When {@link ageJob} or the desk may next have something to do; null for a job that has ended. */
export function jobDeadlineMs(job: ClipJob, nowMs: number): number | null {
  const endMs = job.createdAtMs + jobLifetimeMs;
  if (job.status === "ready") return job.fileCopy === "wanted" ? dueMs(job, nowMs) : null;
  if (!isOpen(job)) return null;
  if (job.executor === "browser" && job.status === "creating")
    return isLeased(job, nowMs) ? (job.lease?.expiresAtMs ?? nowMs) : nowMs;
  if (job.executor === "browser" && job.status === "queued") return endMs;
  return isAsked(job) ? dueMs(job, nowMs) : Math.min(dueMs(job, nowMs), endMs);
}

/** Nobody knows, or Twitch has said, that a clip is being made. */
function isAsked({ executor, status }: ClipJob): boolean {
  return executor !== "browser" && (status === "creating" || status === "polling");
}

function dueMs(job: ClipJob, nowMs: number): number {
  return job.nextAtMs === null || isDue(job, nowMs) ? nowMs : job.nextAtMs;
}
