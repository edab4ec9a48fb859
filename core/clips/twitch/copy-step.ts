// The file of a ready Twitch clip on its way into our store. Without it the clip's link shows Twitch's own player, so
// giving up is no failure of the job.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { noProgress } from "#core/clips/job/job-from-candidate.ts";
import { recordTry } from "#core/clips/job/job-tries.ts";
import { type Failure, judgeFailure } from "#core/clips/twitch/twitch-failure.ts";
import { backoffMs, mostFailures, nextFileLookMs, retryAfterLimit } from "#core/clips/twitch/wait-schedule.ts";

export type CopyResult =
  | { readonly status: "copied" }
  /** Twitch has no file yet. */
  | { readonly status: "not_yet" }
  /** The file came and is not one we keep, or did not come whole. */
  | { readonly status: "unusable"; readonly detail: string }
  | Failure;

export function afterCopy(job: ClipJob, result: CopyResult, nowMs: number): ClipJob {
  if (job.status !== "ready" || job.fileCopy !== "wanted") return job;
  switch (result.status) {
    case "copied":
      return { ...job, fileCopy: "copied", progress: noProgress, nextAtMs: null, updatedAtMs: nowMs };
    case "not_yet":
    case "unusable": {
      const isLooking = result.status === "not_yet";
      const detail = isLooking ? "Twitch has had no file of this clip for an hour." : result.detail;
      const delayMs = nextFileLookMs(job.progress.looks);
      if (delayMs === null) return givenUp(job, null, detail, nowMs);
      const looked = again(job, { looks: job.progress.looks + 1, failures: 0 }, delayMs, nowMs);
      return isLooking ? looked : recordTry(looked, { ...tryOf(nowMs), detail });
    }
    case "refused":
    case "rate_limited":
    case "unanswered":
    case "no_account": {
      const { plan, httpStatus, detail } = judgeFailure("download", result);
      const failures = job.progress.failures + 1;
      if (plan.next === "wait") {
        const atMs = result.status === "rate_limited" ? result.retryAtMs : nowMs + 60_000;
        return again(job, {}, retryAfterLimit(atMs, nowMs) - nowMs, nowMs);
      }
      if (plan.next === "fail" || failures >= mostFailures) return givenUp(job, httpStatus, detail, nowMs);
      const waiting = again(job, { failures }, backoffMs(failures), nowMs);
      return recordTry(waiting, { ...tryOf(nowMs), httpStatus, errorCode: plan.errorCode, detail });
    }
  }
}

function again(job: ClipJob, progress: Partial<ClipJob["progress"]>, delayMs: number, nowMs: number): ClipJob {
  return { ...job, progress: { ...job.progress, ...progress }, nextAtMs: nowMs + delayMs, updatedAtMs: nowMs };
}

function givenUp(job: ClipJob, httpStatus: number | null, detail: string, nowMs: number): ClipJob {
  const ended = { ...job, fileCopy: "failed", nextAtMs: null, updatedAtMs: nowMs } as const;
  return recordTry(ended, { ...tryOf(nowMs), httpStatus, detail });
}

function tryOf(nowMs: number) {
  return { atMs: nowMs, stage: "download", httpStatus: null, errorCode: null } as const;
}
