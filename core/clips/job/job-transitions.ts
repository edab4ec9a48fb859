// Which status a clip job may take next. Nothing changes a job's status but `moveJob`.
import type { ClipJob, JobStatus } from "#core/clips/job/clip-job.ts";
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
export function isOpen(job: ClipJob): boolean {
  return nextStatuses[job.status].includes("expired");
}

/** Throws `conflict` for a transition that there is not. */
export function moveJob(job: ClipJob, to: JobStatus, nowMs: number): ClipJob {
  if (!nextStatuses[job.status].includes(to))
    throw new AppError("conflict", `A clip that is ${job.status} cannot become ${to}.`);
  return { ...job, status: to, updatedAtMs: nowMs };
}
