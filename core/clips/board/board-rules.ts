// What the dashboard's board keeps of what desks tell it. Deliveries repeat, so an older state never replaces a newer one.
import type { CandidateStatus } from "#core/clips/candidate/candidate.ts";
import type { ClipJob, JobStatus } from "#core/clips/job/clip-job.ts";
import { clockToleranceMs } from "#core/clips/job/job-step.ts";

/** How long a job that has ended is still shown. */
export const endedJobShownMs = 24 * 3_600_000;
/** The board is for what a person looks at now; a desk keeps everything. */
export const maxBoardEntries = 500;

const hasEnded: Record<JobStatus, boolean> = {
  approved: false,
  queued: false,
  creating: false,
  polling: false,
  ready: true,
  failed: true,
  expired: true,
};

/** Null while the job runs. */
export function jobEndedAtMs(job: Pick<ClipJob, "status" | "updatedAtMs">): number | null {
  return hasEnded[job.status] ? job.updatedAtMs : null;
}

/**
 * Two states of the same millisecond come in the order in which the desk made them. One from the future was made before
 * the desk's clock was put right, and keeps out nothing.
 */
export function replacesJob(
  kept: { readonly updatedAtMs: number } | null,
  next: Pick<ClipJob, "updatedAtMs">,
  nowMs: number,
): boolean {
  return kept === null || next.updatedAtMs >= kept.updatedAtMs || kept.updatedAtMs > nowMs + clockToleranceMs;
}

/** A candidate is decided once. */
export function replacesCandidate(kept: CandidateStatus | null, next: CandidateStatus): boolean {
  return kept === null || kept === "pending_approval" || next !== "pending_approval";
}
