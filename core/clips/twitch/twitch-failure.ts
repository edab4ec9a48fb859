// A call of a Twitch job that failed: the table says what it means, this does it.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import type { ClipAnswer } from "#core/clips/twitch/clip-calls.ts";
import type { ClipErrorCode, ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import {
  type CallStage,
  type FailureKind,
  failureKind,
  type FailurePlan,
  helixFailures,
  jobStageOf,
  refusalSentence,
} from "#core/clips/twitch/helix-failure.ts";
import { noProgress } from "#core/clips/job/job-from-candidate.ts";
import { jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { recordTry } from "#core/clips/job/job-tries.ts";
import { objection } from "#core/clips/job/plan-executor.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import { backoffMs, isLateAfter, mostFailures, nextLookMs, retryAfterLimit } from "#core/clips/twitch/wait-schedule.ts";

export type Failure = Exclude<ClipAnswer<unknown>, { readonly status: "ok" }>;

interface FailureContext {
  readonly nowMs: number;
  readonly waitMs: number;
  readonly grants: ClipGrants;
}

/** A failed answer as the table knows it, with words for a person. */
export function judgeFailure(stage: CallStage, failure: Failure) {
  const kind = kindOf(failure);
  const plan = helixFailures[stage][kind];
  return { plan, httpStatus: failure.status === "refused" ? failure.httpStatus : null, detail: wordsOf(plan, failure) };
}

export function afterFailure(
  job: ClipJob,
  stage: Exclude<CallStage, "download">,
  failure: Failure,
  context: FailureContext,
): ClipJob {
  const { nowMs, waitMs } = context;
  const { plan, httpStatus, detail } = judgeFailure(stage, failure);
  const { errorCode, offers } = plan;
  const failed = { stage, httpStatus, errorCode, detail, offers };
  const isCreation = stage === "create_live" || stage === "create_vod";
  const tried = recordTry(job, { atMs: nowMs, stage: jobStageOf[stage], httpStatus, errorCode, detail });
  const again = (next: ClipJob, delayMs: number): ClipJob => ({
    ...next,
    nextAtMs: nowMs + delayMs,
    updatedAtMs: nowMs,
  });
  // Waiting is counted; what is waited for without a count ends with the day.
  const isTooOld = nowMs >= job.createdAtMs + jobLifetimeMs;
  switch (plan.next) {
    case "fail":
      return failTwitch(isCreation ? notMade(job) : job, failed, context);
    case "wait": {
      if (isTooOld) return failTwitch(isCreation ? notMade(job) : job, failed, context);
      const delayMs =
        retryAfterLimit(failure.status === "rate_limited" ? failure.retryAtMs : nowMs + 60_000, nowMs) - nowMs;
      return again(isCreation ? moveJob(notMade(tried), "queued", nowMs) : tried, delayMs);
    }
    case "backoff": {
      const failures = job.progress.failures + 1;
      if (failures >= mostFailures || isTooOld) return failTwitch(job, failed, context);
      return again({ ...tried, progress: { ...job.progress, failures } }, backoffMs(failures));
    }
    case "look_then_ask":
      return again({ ...tried, progress: { ...job.progress, doubt: "refused" } }, backoffMs(job.progress.creations));
    case "look": {
      const looks = isCreation ? 0 : job.progress.looks + 1;
      const delayMs = nextLookMs(looks, waitMs);
      if (delayMs === null) return failTwitch(job, { ...failed, detail: `create_timeout: ${detail}` }, context);
      const isLate = job.isLate || isLateAfter(looks);
      return again({ ...tried, isLate, progress: { ...job.progress, looks } }, delayMs);
    }
  }
}

export interface TwitchFailure {
  readonly stage: CallStage;
  readonly httpStatus: number | null;
  readonly errorCode: ClipErrorCode;
  readonly detail: string;
  readonly offers: readonly Executor[];
}

/** Ends the job, and names what else could make the clip. */
export function failTwitch(
  job: ClipJob,
  { stage, httpStatus, errorCode, detail, offers }: TwitchFailure,
  { nowMs, grants }: { readonly nowMs: number; readonly grants: ClipGrants },
): ClipJob {
  const mayExist = job.progress.doubt !== "none" && !detail.includes("may exist");
  const errorDetail = cleanLine(mayExist ? `${detail} The clip may exist on Twitch.` : detail, 300);
  const alternatives = offers.filter((one) => one !== job.executor && objection(one, job, grants, nowMs) === null);
  const failed = { ...moveJob(job, "failed", nowMs), nextAtMs: null, errorCode, errorDetail, alternatives };
  return recordTry(failed, { atMs: nowMs, stage: jobStageOf[stage], httpStatus, errorCode, detail: errorDetail });
}

/** Twitch said no to a creation, and so has made nothing by it; an earlier one of the same run may have. */
function notMade(job: ClipJob): ClipJob {
  const { twitch } = job;
  const creations = Math.max(0, job.progress.creations - 1);
  const progress = { ...noProgress, creations };
  return twitch === null || creations > 0
    ? { ...job, progress }
    : { ...job, progress, twitch: { ...twitch, askedAtMs: null } };
}

function kindOf(failure: Failure): FailureKind {
  switch (failure.status) {
    case "refused":
      return failureKind(failure.httpStatus);
    case "rate_limited":
      return "429";
    case "unanswered":
    case "no_account":
      return failure.status;
  }
}

function wordsOf(plan: FailurePlan, failure: Failure): string {
  switch (failure.status) {
    case "refused": {
      const message = cleanLine(failure.message, 120);
      const sentence = refusalSentence(plan, message);
      return message === ""
        ? `${sentence} (HTTP ${failure.httpStatus})`
        : `${sentence} Twitch: “${message}” (HTTP ${failure.httpStatus})`;
    }
    case "rate_limited":
      return plan.sentence;
    case "unanswered":
      return `${plan.sentence} (${cleanLine(failure.detail, 120)})`;
    case "no_account":
      return `${plan.sentence} ${cleanLine(failure.problem, 200)}`;
  }
}
