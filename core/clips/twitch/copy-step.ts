// The file of a ready Twitch clip on its way into our store. Without it the clip's link shows Twitch's own player, so
// giving up is no failure of the job.
import type { ClipJob, FileCopy, ReadyAtTwitch } from "#core/clips/job/clip-job.ts";
import { recordTry } from "#core/clips/job/failure.ts";
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
  if (!("fileCopy" in job) || job.fileCopy.status !== "wanted") return job;
  const { looks, failures } = job.fileCopy;
  const wanted = (counted: { looks: number; failures: number }, delayMs: number) =>
    withCopy(job, { status: "wanted", ...counted, nextAtMs: nowMs + delayMs }, nowMs);
  switch (result.status) {
    case "copied":
      return withCopy(job, { status: "copied" }, nowMs);
    case "not_yet":
    case "unusable": {
      const isLooking = result.status === "not_yet";
      const detail = isLooking ? "Twitch has had no file of this clip for an hour." : result.detail;
      const delayMs = nextFileLookMs(looks);
      if (delayMs === null) return givenUp(job, null, detail, nowMs);
      const looked = wanted({ looks: looks + 1, failures: 0 }, delayMs);
      return isLooking ? looked : recordTry(looked, { ...tryOf(nowMs), detail });
    }
    case "refused":
    case "rate_limited":
    case "unanswered":
    case "no_account": {
      const { plan, httpStatus, detail, retryAtMs } = judgeFailure("download", result);
      if (plan.next === "wait") return wanted({ looks, failures }, retryAfterLimit(retryAtMs, nowMs) - nowMs);
      if (plan.next === "fail" || failures + 1 >= mostFailures) return givenUp(job, httpStatus, detail, nowMs);
      const waiting = wanted({ looks, failures: failures + 1 }, backoffMs(failures + 1));
      return recordTry(waiting, { ...tryOf(nowMs), httpStatus, errorCode: plan.errorCode, detail });
    }
  }
}

function withCopy(job: ReadyAtTwitch, fileCopy: FileCopy, nowMs: number): ReadyAtTwitch {
  return { ...job, fileCopy, updatedAtMs: nowMs };
}

function givenUp(job: ReadyAtTwitch, httpStatus: number | null, detail: string, nowMs: number): ClipJob {
  return recordTry(withCopy(job, { status: "failed" }, nowMs), { ...tryOf(nowMs), httpStatus, detail });
}

function tryOf(nowMs: number) {
  return { atMs: nowMs, stage: "download", httpStatus: null, errorCode: null } as const;
}
