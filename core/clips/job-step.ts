// The life of a clip job as functions from one job to the next. What is not here cannot happen to a job.
import type { Candidate } from "#core/clips/candidate.ts";
import type { ClipErrorCode, ClipJob, JobStatus, Upload } from "#core/clips/clip-job.ts";
import { AppError } from "#core/errors.ts";

/** A page renews every ten seconds; three missed renewals and the job is free for another page. */
export const leaseMs = 30_000;
/** Nobody clips yesterday's stream unasked; the footage is gone from the ring by then anyway. */
export const jobLifetimeMs = 24 * 3_600_000;
/** A page at work may take so much longer, but a page that renews for ever does not keep a job from ending. */
const leasedGraceMs = 3_600_000;
export const maxManualRetries = 3;

const allowed: Record<JobStatus, readonly JobStatus[]> = {
  approved: ["queued", "expired"],
  queued: ["creating", "failed", "expired"],
  creating: ["polling", "ready", "failed", "queued", "expired"],
  polling: ["ready", "failed", "expired"],
  ready: [],
  failed: ["queued"],
  expired: [],
};

export function jobFromCandidate(candidate: Candidate, jobId: string, nowMs: number): ClipJob {
  return {
    jobId,
    actionId: candidate.candidateId,
    channel: candidate.channel,
    login: candidate.login,
    sessionId: candidate.sessionId,
    momentId: candidate.momentId,
    momentNumber: candidate.momentNumber,
    candidateSource: candidate.source,
    executor: "browser",
    status: "queued",
    mode: candidate.mode,
    requestedDurationSeconds: candidate.suggestedDurationSeconds,
    streamId: candidate.streamId,
    title: candidate.title,
    range: candidate.range,
    streamStartedAtMs: candidate.streamStartedAtMs,
    lease: null,
    upload: null,
    twitch: null,
    isLate: false,
    nextAtMs: null,
    alternatives: [],
    delivery: "none",
    tries: [],
    clipId: null,
    errorCode: null,
    errorDetail: null,
    attempts: 0,
    manualRetries: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    readyAtMs: null,
  };
}

/** Gives the job to a page. The page that has it already gets it again: its first answer may have been lost. */
export function leaseJob(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  const lease = { pageId, expiresAtMs: nowMs + leaseMs };
  if (job.status === "creating" && isHeldBy(job, pageId, nowMs)) return { ...job, lease, updatedAtMs: nowMs };
  const isAbandoned = job.status === "creating" && (job.lease === null || job.lease.expiresAtMs <= nowMs);
  if (job.executor !== "browser" || (job.status !== "queued" && !isAbandoned)) {
    throw new AppError("conflict", "This clip is not waiting for a page.");
  }
  return {
    ...move(isAbandoned ? { ...job, status: "queued" } : job, "creating", nowMs),
    lease,
    attempts: job.attempts + 1,
  };
}

export function renewLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  requireLease(job, pageId, nowMs);
  return { ...job, lease: { pageId, expiresAtMs: nowMs + leaseMs } };
}

/** The page goes away or prefers not to; another may take the job. */
export function releaseLease(job: ClipJob, pageId: string, nowMs: number): ClipJob {
  if (job.status !== "creating" || job.lease?.pageId !== pageId) return job;
  return { ...move(job, "queued", nowMs), lease: null };
}

export function failJob(
  job: ClipJob,
  pageId: string,
  errorCode: ClipErrorCode,
  detail: string,
  nowMs: number,
): ClipJob {
  requireLease(job, pageId, nowMs);
  return { ...move(job, "failed", nowMs), lease: null, errorCode, errorDetail: detail.slice(0, 300) };
}

export function retryJob(job: ClipJob, nowMs: number): ClipJob {
  if (job.status !== "failed") throw new AppError("conflict", "Only a failed clip can be tried again.");
  if (job.manualRetries >= maxManualRetries) {
    throw new AppError("conflict", `This clip has been tried again ${maxManualRetries} times already.`);
  }
  return { ...move(job, "queued", nowMs), manualRetries: job.manualRetries + 1, errorCode: null, errorDetail: null };
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
  return { ...move(job, "ready", nowMs), lease: null, upload: null, clipId, readyAtMs: nowMs };
}

/** What time alone does to a job: leases run out, jobs grow too old. */
export function ageJob(job: ClipJob, nowMs: number): ClipJob {
  const isOpen = allowed[job.status].includes("expired");
  const isLeased = job.lease !== null && job.lease.expiresAtMs > nowMs;
  const mayFinish = isLeased && nowMs < job.createdAtMs + jobLifetimeMs + leasedGraceMs;
  if (isOpen && !mayFinish && nowMs >= job.createdAtMs + jobLifetimeMs) {
    const errorDetail = "No open page that holds the footage took this clip within 24 hours.";
    return { ...move(job, "expired", nowMs), lease: null, errorCode: "clip_expired", errorDetail };
  }
  if (job.status === "creating" && job.executor === "browser" && !isLeased) {
    return { ...move(job, "queued", nowMs), lease: null };
  }
  return job;
}

/** When {@link ageJob} may next have something to do; null for a job that has ended. */
export function jobDeadlineMs(job: ClipJob): number | null {
  if (!allowed[job.status].includes("expired")) return null;
  return job.lease?.expiresAtMs ?? job.createdAtMs + jobLifetimeMs;
}

export function requireLease(job: ClipJob, pageId: string, nowMs: number): void {
  if (job.status !== "creating" || !isHeldBy(job, pageId, nowMs)) throw new AppError("lease_lost");
}

function isHeldBy(job: ClipJob, pageId: string, nowMs: number): boolean {
  return job.lease !== null && job.lease.pageId === pageId && job.lease.expiresAtMs > nowMs;
}

function move(job: ClipJob, to: JobStatus, nowMs: number): ClipJob {
  if (!allowed[job.status].includes(to))
    throw new AppError("conflict", `A clip that is ${job.status} cannot become ${to}.`);
  return { ...job, status: to, updatedAtMs: nowMs };
}
