// Which status a clip job may take next. Nothing changes a job's status but `moveJob`.
import type { ClipJob, JobCore, JobStatus } from "#core/clips/job/clip-job.ts";
import { AppError } from "#core/errors.ts";

/**
 * A candidate's `pending_approval` comes before: a job begins at `approved`. `creating` goes back to `queued` when a page
 * loses its lease, or when it is certain that Twitch has made nothing.
 */
export const nextStatuses: Record<JobStatus, readonly JobStatus[]> = {
  approved: ["queued", "expired"],
  queued: ["creating", "failed", "expired"],
  creating: ["polling", "ready", "failed", "queued", "expired"],
  polling: ["ready", "failed", "expired"],
  ready: [],
  failed: ["queued"],
  expired: [],
};

/** Not at one of its ends. */
export function isOpen({ status }: Pick<ClipJob, "status">): boolean {
  return nextStatuses[status].includes("expired");
}

/** What the job takes along to its next status, whose own fields are laid over it. Throws `conflict` where it may not go. */
export function moveJob<To extends JobStatus>(job: ClipJob, to: To, nowMs: number): JobCore & { status: To } {
  if (!nextStatuses[job.status].includes(to))
    throw new AppError("conflict", `A clip that is ${job.status} cannot become ${to}.`);
  return { ...jobCore(job), status: to, updatedAtMs: nowMs };
}

export function jobCore(job: JobCore): JobCore {
  const { jobId, candidateId, channel, login, sessionId, momentId, momentNumber, candidateSource } = job;
  const { mode, requestedDurationSeconds, streamId, title, range, streamStartedAtMs } = job;
  const { creation, tries, attempts, manualRetries, createdAtMs, updatedAtMs } = job;
  return {
    ...{ jobId, candidateId, channel, login, sessionId, momentId, momentNumber, candidateSource },
    ...{ mode, requestedDurationSeconds, streamId, title, range, streamStartedAtMs },
    ...{ creation, tries, attempts, manualRetries, createdAtMs, updatedAtMs },
  };
}
