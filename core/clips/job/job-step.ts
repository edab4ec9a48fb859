// What time and people do to a clip job: it comes due, it grows too old, it is tried again by hand.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import { isLeased } from "#core/clips/browser/browser-lease.ts";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { clockToleranceMs } from "#core/clips/job/job-order.ts";
import { isOpen, moveJob } from "#core/clips/job/job-transitions.ts";
import { objection, queuedFor } from "#core/clips/job/plan-executor.ts";
import { AppError } from "#core/errors.ts";

/** Nobody clips yesterday's stream unasked; the footage is gone from the ring by then anyway. */
export const jobLifetimeMs = 24 * 3_600_000;
/** A page at work may take so much longer, but a page that renews for ever does not keep a job from ending. */
const leasedGraceMs = 3_600_000;
export const maxManualRetries = 3;

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
  const moved = { ...moveJob(job, "queued", nowMs), manualRetries: job.manualRetries + 1 };
  const queued = queuedFor(executor, moved, nowMs);
  // The page that has begun an upload goes on with it.
  if (queued.executor === "browser") return { ...queued, upload: job.executor === "browser" ? job.upload : null };
  // What an earlier creation may have made is looked for first.
  return { ...queued, looksFirst: queued.creation !== null };
}

/** Whether the desk has something to do for a job now. */
export function isDue(job: ClipJob, nowMs: number): boolean {
  const atMs = nextAtMs(job);
  if (atMs === null) return false;
  return atMs <= nowMs || nowMs < job.updatedAtMs - clockToleranceMs;
}

/** When the desk does something next; null when the job waits for a page, or for nothing. */
export function nextAtMs(job: ClipJob): number | null {
  if ("nextAtMs" in job) return job.nextAtMs;
  return "fileCopy" in job && job.fileCopy.status === "wanted" ? job.fileCopy.nextAtMs : null;
}

/** What the desk waited for is not to be waited for any longer, or not before this. */
export function wakeJob(job: ClipJob, atMs: number, nowMs: number): ClipJob {
  if ("nextAtMs" in job) return { ...job, nextAtMs: atMs, updatedAtMs: nowMs };
  if (!("fileCopy" in job) || job.fileCopy.status !== "wanted") return job;
  return { ...job, fileCopy: { ...job.fileCopy, nextAtMs: atMs }, updatedAtMs: nowMs };
}

/**
 * What time alone does to a job: leases run out, jobs grow too old. A clip that Twitch was asked for is followed to its
 * end instead, which is counted and not timed.
 */
export function ageJob(job: ClipJob, nowMs: number): ClipJob {
  if (!isOpen(job) || isAsked(job)) return job;
  const isAtWork = "lease" in job && isLeased(job, nowMs);
  const mayFinish = isAtWork && nowMs < job.createdAtMs + jobLifetimeMs + leasedGraceMs;
  if (!mayFinish && nowMs >= job.createdAtMs + jobLifetimeMs) return expireJob(job, nowMs);
  if ("lease" in job && !isAtWork) return { ...moveJob(job, "queued", nowMs), executor: "browser", upload: job.upload };
  return job;
}

export function expireJob(job: ClipJob, nowMs: number): ClipJob {
  const { executor, creation } = job;
  const detail =
    executor === "browser"
      ? "No open page that holds the footage took this clip within 24 hours."
      : "Twitch could not be asked for this clip within 24 hours.";
  const failure = { code: "clip_expired", reason: "too_old", detail, mayExist: creation !== null } as const;
  return { ...moveJob(job, "expired", nowMs), executor, failure };
}

/** When {@link ageJob} or the desk may next have something to do; null for a job that has ended. */
export function jobDeadlineMs(job: ClipJob, nowMs: number): number | null {
  const endMs = job.createdAtMs + jobLifetimeMs;
  const atMs = nextAtMs(job);
  const dueMs = atMs === null || isDue(job, nowMs) ? nowMs : atMs;
  switch (job.status) {
    case "approved":
      return Math.min(dueMs, endMs);
    case "queued":
      return job.executor === "browser" ? endMs : Math.min(dueMs, endMs);
    case "creating":
      if (job.executor !== "browser") return dueMs;
      return isLeased(job, nowMs) ? job.lease.expiresAtMs : nowMs;
    case "polling":
      return dueMs;
    case "ready":
      return atMs === null ? null : dueMs;
    case "failed":
    case "expired":
      return null;
  }
}

/** Nobody knows, or Twitch has said, that a clip is being made. */
function isAsked({ executor, status }: ClipJob): boolean {
  return executor !== "browser" && (status === "creating" || status === "polling");
}
