// A call of a Twitch job that failed: the table says what it means, this does it.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import type { ClipAnswer } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, CreatingAtTwitch, Executor, QueuedAtTwitch, TwitchJobAtWork } from "#core/clips/job/clip-job.ts";
import { type ClipFailure, recordTry } from "#core/clips/job/failure.ts";
import {
  type CallStage,
  failureKind,
  type FailurePlan,
  helixFailures,
  jobStageOf,
  refusalSentence,
} from "#core/clips/twitch/helix-failure.ts";
import { jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { otherExecutors } from "#core/clips/job/plan-executor.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import { backoffMs, isLateAfter, mostFailures, nextLookMs, retryAfterLimit } from "#core/clips/twitch/wait-schedule.ts";

export type Failure = Exclude<ClipAnswer<unknown>, { readonly status: "ok" }>;

interface Judgement {
  readonly plan: FailurePlan;
  readonly httpStatus: number | null;
  readonly detail: string;
  /** When Twitch said it may be asked again; null where it did not. */
  readonly retryAtMs: number | null;
}

interface FailureContext {
  readonly nowMs: number;
  readonly waitMs: number;
  readonly grants: ClipGrants;
}

/** A failed answer as the table knows it, with words for a person. */
export function judgeFailure(stage: CallStage, failure: Failure): Judgement {
  const row = helixFailures[stage];
  const silent = { httpStatus: null, retryAtMs: null };
  switch (failure.status) {
    case "refused": {
      const { httpStatus } = failure;
      const plan = row[failureKind(httpStatus)];
      const message = cleanLine(failure.message, 120);
      const said = message === "" ? "" : ` Twitch: “${message}”`;
      const detail = `${refusalSentence(plan, message)}${said} (HTTP ${httpStatus})`;
      return { plan, httpStatus, detail, retryAtMs: null };
    }
    case "rate_limited":
      return { ...silent, plan: row["429"], detail: row["429"].sentence, retryAtMs: failure.retryAtMs };
    case "unanswered": {
      const plan = row.unanswered;
      return { ...silent, plan, detail: `${plan.sentence} (${cleanLine(failure.detail, 120)})` };
    }
    case "no_account": {
      const plan = row.no_account;
      return { ...silent, plan, detail: `${plan.sentence} ${cleanLine(failure.problem, 200)}` };
    }
  }
}

export function afterFailure(
  job: TwitchJobAtWork,
  stage: Exclude<CallStage, "download">,
  failure: Failure,
  context: FailureContext,
): ClipJob {
  const { nowMs, waitMs } = context;
  const { plan, httpStatus, detail, retryAtMs } = judgeFailure(stage, failure);
  const { errorCode: code, offers } = plan;
  const failed = { stage, httpStatus, code, reason: failure.status, detail, offers };
  const isCreation = stage === "create_live" || stage === "create_vod";
  const tried = recordTry(job, { atMs: nowMs, stage: jobStageOf[stage], httpStatus, errorCode: code, detail });
  // Twitch said no to a creation, and so has made nothing by it.
  const refused = (one: TwitchJobAtWork) => (isCreation && one.status === "creating" ? notMade(one, nowMs) : one);
  // Waiting is counted; what is waited for without a count ends with the day.
  const isTooOld = nowMs >= job.createdAtMs + jobLifetimeMs;
  switch (plan.next) {
    case "fail":
      return failTwitch(refused(job), failed, context);
    case "wait": {
      if (isTooOld) return failTwitch(refused(job), failed, context);
      return { ...refused(tried), nextAtMs: retryAfterLimit(retryAtMs, nowMs), updatedAtMs: nowMs };
    }
    case "backoff": {
      const failures = job.failures + 1;
      if (failures >= mostFailures || isTooOld) return failTwitch(job, failed, context);
      return { ...tried, failures, nextAtMs: nowMs + backoffMs(failures), updatedAtMs: nowMs };
    }
    case "look_then_ask": {
      if (tried.status !== "creating") return tried;
      return { ...tried, mayAskAgain: true, nextAtMs: nowMs + backoffMs(tried.creations), updatedAtMs: nowMs };
    }
    case "look": {
      if (tried.status === "queued") return tried;
      const looks = isCreation ? 0 : tried.looks + 1;
      const delayMs = nextLookMs(looks, waitMs);
      if (delayMs === null) return failTwitch(job, { ...failed, reason: "create_timeout" }, context);
      const isLate = tried.isLate || isLateAfter(looks);
      return { ...tried, isLate, looks, nextAtMs: nowMs + delayMs, updatedAtMs: nowMs };
    }
  }
}

export interface TwitchFailure extends Omit<ClipFailure, "mayExist"> {
  readonly stage: CallStage;
  readonly httpStatus: number | null;
  readonly offers: readonly Executor[];
}

/** Ends the job, and names what else could make the clip. */
export function failTwitch(
  job: TwitchJobAtWork,
  { stage, httpStatus, code, reason, detail: words, offers }: TwitchFailure,
  { nowMs, grants }: { readonly nowMs: number; readonly grants: ClipGrants },
): ClipJob {
  const { executor } = job;
  const detail = cleanLine(words, 300);
  const failure = { code, reason, detail, mayExist: job.creation !== null };
  const alternatives = otherExecutors(job, executor, offers, grants, nowMs);
  const failed = { ...moveJob(job, "failed", nowMs), executor, failure, alternatives };
  return recordTry(failed, { atMs: nowMs, stage: jobStageOf[stage], httpStatus, errorCode: code, detail });
}

/** Nothing was made by the creation that was sent last; an earlier one of the same run may have. */
function notMade(job: CreatingAtTwitch, nowMs: number): QueuedAtTwitch {
  const { executor, vod, nextAtMs } = job;
  const creations = Math.max(0, job.creations - 1);
  const counted = { creations, looks: 0, failures: 0, looksFirst: false, nextAtMs };
  return { ...moveJob(job, "queued", nowMs), executor, vod, ...counted, creation: creations > 0 ? job.creation : null };
}
