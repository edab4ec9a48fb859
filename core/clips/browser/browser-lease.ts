// A browser's job and the one open page that is at work on it: the lease, and the upload of what the page has cut.
import type { ClipErrorCode, ClipJob, Upload } from "#core/clips/job/clip-job.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { recordTry } from "#core/clips/job/job-tries.ts";
import { AppError } from "#core/errors.ts";

/** A page renews every ten seconds; three missed renewals and the job is free for another page. */
export const leaseMs = 30_000;
/** A lease cannot end later than this from now, unless the clock has been set back since. */
const longestLeaseMs = leaseMs + 60_000;

/** Gives the job to a page. The page that has it already gets it again: its first answer may have been lost. */
export function leaseJob(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  const lease = { pageId, expiresAtMs: nowMs + leaseMs };
  if (job.status === "creating" && isHeldBy(job, pageId, nowMs)) return { ...job, lease, updatedAtMs: nowMs };
  const isAbandoned = job.status === "creating" && !isLeased(job, nowMs);
  if (job.executor !== "browser" || (job.status !== "queued" && !isAbandoned)) {
    throw new AppError("conflict", "This clip is not waiting for a page.");
  }
  return {
    ...moveJob(isAbandoned ? { ...job, status: "queued" } : job, "creating", nowMs),
    lease,
    attempts: job.attempts + 1,
  };
}

export function renewLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  requireLease(job, pageId, nowMs);
  return { ...job, lease: { pageId, expiresAtMs: nowMs + leaseMs }, updatedAtMs: nowMs };
}

/** The page goes away or prefers not to; another may take the job. */
export function releaseLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  if (job.status !== "creating" || job.lease?.pageId !== pageId) return job;
  return { ...moveJob(job, "queued", nowMs), lease: null };
}

export function failJob(
  job: ClipJob,
  pageId: string,
  errorCode: ClipErrorCode,
  detail: string,
  nowMs: number,
): ClipJob {
  requireLease(job, pageId, nowMs);
  const errorDetail = detail.slice(0, 300);
  const tried = { atMs: nowMs, stage: "cut", httpStatus: null, errorCode, detail: errorDetail } as const;
  return recordTry({ ...moveJob(job, "failed", nowMs), lease: null, errorCode, errorDetail }, tried);
}

export function beginUpload(job: ClipJob, pageId: string, upload: Omit<Upload, "parts">, nowMs: number): ClipJob {
  requireLease(job, pageId, nowMs);
  return { ...job, upload: { ...upload, parts: [] }, updatedAtMs: nowMs };
}

export function recordPart(
  job: ClipJob,
  pageId: string,
  uploadId: string,
  part: { partNumber: number; etag: string },
  nowMs: number,
): ClipJob {
  requireLease(job, pageId, nowMs);
  if (job.upload?.uploadId !== uploadId)
    throw new AppError("conflict", "This upload has been replaced by a newer one.");
  const others = job.upload.parts.filter((known) => known.partNumber !== part.partNumber);
  const parts = [...others, part].sort((a, b) => a.partNumber - b.partNumber);
  return { ...job, upload: { ...job.upload, parts } };
}

/** Completing twice is the same as once: the answer to the first may have been lost. */
export function completeJob(job: ClipJob, pageId: string, clipId: string, nowMs: number): ClipJob {
  if (job.status === "ready" && job.clipId === clipId) return job;
  requireLease(job, pageId, nowMs);
  return { ...moveJob(job, "ready", nowMs), lease: null, upload: null, clipId, readyAtMs: nowMs };
}

export function requireLease(job: ClipJob, pageId: string, nowMs: number): void {
  if (job.executor !== "browser" || job.status !== "creating" || !isHeldBy(job, pageId, nowMs))
    throw new AppError("lease_lost");
}

export function isLeased({ lease }: ClipJob, nowMs: number): boolean {
  return lease !== null && lease.expiresAtMs > nowMs && lease.expiresAtMs <= nowMs + longestLeaseMs;
}

function isHeldBy(job: ClipJob, pageId: string, nowMs: number): boolean {
  return job.lease?.pageId === pageId && isLeased(job, nowMs);
}
