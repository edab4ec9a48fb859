// What the dashboard's board keeps of what desks tell it. Messages repeat, so an older state never replaces a newer one.
import type { ClipJob, JobStatus } from "#core/clips/job/clip-job.ts";

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
