// A browser's job and the one open page that is at work on it: the lease, and the upload of what the page has cut.
import { cutText } from "#core/text/cut-text.ts";
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import { type ClipJob, type Executor, executors, type LeasedJob, type Upload } from "#core/clips/job/clip-job.ts";
import { type ClipErrorCode, recordTry } from "#core/clips/job/failure.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { otherExecutors } from "#core/clips/job/plan-executor.ts";
import type { FootageLack } from "#core/recording/footage-lack.ts";
import { AppError } from "#core/errors.ts";

/** A page renews every ten seconds; three missed renewals and the job is free for another page. */
export const leaseMs = 30_000;
/** A lease cannot end later than this from now, unless the clock has been set back since. */
const longestLeaseMs = leaseMs + 60_000;

/** Gives the job to a page. The page that has it already gets it again: its first answer may have been lost. */
export function leaseJob(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  if (job.executor !== "browser" || (job.status !== "queued" && job.status !== "creating")) throw notWaiting();
  const lease = { pageId, expiresAtMs: nowMs + leaseMs };
  if (job.status === "creating") {
    if (isHeldBy(job, pageId, nowMs)) return { ...job, lease, updatedAtMs: nowMs };
    if (isLeased(job, nowMs)) throw notWaiting();
  }
  const { executor, upload, attempts } = job;
  const waiting = job.status === "queued" ? job : { ...moveJob(job, "queued", nowMs), executor, upload };
  return { ...moveJob(waiting, "creating", nowMs), executor, upload, lease, attempts: attempts + 1 };
}

function notWaiting(): AppError {
  return new AppError("conflict", "This clip is not waiting for a page.");
}

export function renewLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  const leased = leasedBy(job, pageId, nowMs);
  return { ...leased, lease: { pageId, expiresAtMs: nowMs + leaseMs }, updatedAtMs: nowMs };
}

/** The page goes away or prefers not to; another may take the job. */
export function releaseLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  if (!("lease" in job) || job.lease.pageId !== pageId) return job;
  return { ...moveJob(job, "queued", nowMs), executor: "browser", upload: job.upload };
}

export interface PageFailure {
  readonly code: ClipErrorCode;
  readonly detail: string;
}

/** `grants` is null when nobody could say what else may make the clip. */
export function failJob(
  job: ClipJob,
  pageId: string,
  { code, detail: given }: PageFailure,
  grants: ClipGrants | null,
  nowMs: number,
): ClipJob {
  const { executor, upload, creation } = leasedBy(job, pageId, nowMs);
  const detail = cutText(given, 300);
  const alternatives: Executor[] = grants === null ? [] : otherExecutors(job, executor, executors, grants, nowMs);
  const failure = { code, reason: "page_failed", detail, mayExist: creation !== null } as const;
  const failed = { ...moveJob(job, "failed", nowMs), executor, upload, failure, alternatives };
  return recordTry(failed, { atMs: nowMs, stage: "cut", httpStatus: null, errorCode: code, detail });
}

export function beginUpload(job: ClipJob, pageId: string, upload: Omit<Upload, "parts">, nowMs: number): ClipJob {
  return { ...leasedBy(job, pageId, nowMs), upload: { ...upload, parts: [] }, updatedAtMs: nowMs };
}

export function recordPart(
  job: ClipJob,
  pageId: string,
  uploadId: string,
  part: { partNumber: number; etag: string },
  nowMs: number,
): ClipJob {
  const leased = leasedBy(job, pageId, nowMs);
  const { upload } = leased;
  if (upload?.uploadId !== uploadId) throw new AppError("conflict", "This upload has been replaced by a newer one.");
  const others = upload.parts.filter((known) => known.partNumber !== part.partNumber);
  const parts = [...others, part].sort((a, b) => a.partNumber - b.partNumber);
  return { ...leased, upload: { ...upload, parts } };
}

export interface MadeClip {
  readonly clipId: string;
  readonly lacks: FootageLack;
}

/** Completing twice is the same as once: the answer to the first may have been lost. */
export function completeJob(job: ClipJob, pageId: string, { clipId, lacks }: MadeClip, nowMs: number): ClipJob {
  if (job.status === "ready" && job.clipId === clipId) return job;
  const { executor } = leasedBy(job, pageId, nowMs);
  return { ...moveJob(job, "ready", nowMs), executor, clipId, lacks, readyAtMs: nowMs };
}

/** `clipId` is the public id that the clip has or will have. */
export type UploadState =
  | { readonly status: "leased"; readonly job: LeasedJob; readonly clipId: string }
  | { readonly status: "ready"; readonly job: ClipJob; readonly clipId: string };

/** A page whose completed upload was not answered asks again: it is told that the clip is ready. */
export function uploadState(job: ClipJob, pageId: string, clipId: string, nowMs: number): UploadState {
  if (job.status === "ready") return { status: "ready", job, clipId };
  return { status: "leased", job: leasedBy(job, pageId, nowMs), clipId };
}

/** The job as this page has it. Throws `lease_lost` for any other page. */
export function leasedBy(job: ClipJob, pageId: string, nowMs: number): LeasedJob {
  if (!("lease" in job) || !isHeldBy(job, pageId, nowMs)) throw new AppError("lease_lost");
  return job;
}

export function isLeased({ lease }: LeasedJob, nowMs: number): boolean {
  return lease.expiresAtMs > nowMs && lease.expiresAtMs <= nowMs + longestLeaseMs;
}

function isHeldBy(job: LeasedJob, pageId: string, nowMs: number): boolean {
  return job.lease.pageId === pageId && isLeased(job, nowMs);
}
