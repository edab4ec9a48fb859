// The calls of a Twitch job, and the beginning of each: what is stored before it is sent.
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { LiveClipRequest, VodClipRequest } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, TwitchClip } from "#core/clips/job/clip-job.ts";
import { lookBackMs } from "#core/clips/twitch/claim-clip.ts";
import { expireJob, jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { isOpen, moveJob } from "#core/clips/job/job-transitions.ts";
import { recordTry } from "#core/clips/job/job-tries.ts";
import {
  clipLength,
  liveDurationSeconds,
  objection,
  planExecutor,
  restMs,
  sendAtMs,
  withExecutor,
} from "#core/clips/job/plan-executor.ts";

export type TwitchCall =
  | { readonly stage: "find_vod"; readonly accountId: string; readonly broadcasterId: string }
  | { readonly stage: "create_live"; readonly accountId: string; readonly request: LiveClipRequest }
  | { readonly stage: "create_vod"; readonly accountId: string; readonly request: VodClipRequest }
  /** By id where Twitch has named one, else by channel and time. */
  | {
      readonly stage: "lookup";
      readonly accountId: string;
      readonly twitchClipId: string | null;
      readonly broadcasterId: string;
      readonly fromMs: number;
      readonly toMs: number;
    }
  | { readonly stage: "poll"; readonly accountId: string; readonly twitchClipId: string };

export interface BegunCall {
  /** To be stored before the call is made. */
  readonly job: ClipJob;
  /** Null when there is nothing to ask now. */
  readonly call: TwitchCall | null;
}

/** A call whose answer has not been stored by then was lost with the object that made it. */
export const callLostAfterMs = 20_000;
/** Creations of one job are minutes apart at most. */
const longestSearchMs = 15 * 60_000;
const searchMarginMs = 60_000;

export function beginCall(job: ClipJob, context: ClipContext, nowMs: number): BegunCall {
  if (job.executor === "browser" || job.twitch === null) return { job, call: null };
  if (!context.flags.clip_api_enabled) return { job: rest(job, nowMs), call: null };
  const begun = { ...job, nextAtMs: nowMs + callLostAfterMs, updatedAtMs: nowMs };
  switch (job.status) {
    case "queued":
      if (job.progress.doubt === "none") return beginQueued(job, job.twitch, context, nowMs);
      return {
        job: moveJob(begun, "creating", nowMs),
        call: lookup(job, job.twitch, nowMs),
      };
    case "creating":
      return { job: begun, call: lookup(job, job.twitch, nowMs) };
    case "polling": {
      const { accountId, twitchClipId } = job.twitch;
      return { job: begun, call: { stage: "poll", accountId, twitchClipId: twitchClipId ?? "" } };
    }
    case "approved":
    case "ready":
    case "failed":
    case "expired":
      return { job, call: null };
  }
}

/** Nothing is sent. What Twitch was asked before is followed when it may be again, or ends with the day. */
function rest(job: ClipJob, nowMs: number): ClipJob {
  if (isOpen(job) && nowMs >= job.createdAtMs + jobLifetimeMs) return expireJob(job, nowMs);
  return { ...job, nextAtMs: nowMs + restMs, updatedAtMs: nowMs };
}

function beginQueued(job: ClipJob, twitch: TwitchClip, context: ClipContext, nowMs: number): BegunCall {
  const { grants } = context;
  const reason = objection(job.executor, job, grants, nowMs);
  if (reason !== null) return { job: replan(job, reason, context, nowMs), call: null };
  const broadcasterId = job.channel.channelId;
  if (job.executor === "twitch_live") {
    const atMs = sendAtMs(job, nowMs);
    if (atMs > nowMs) return { job: { ...job, nextAtMs: atMs, updatedAtMs: nowMs }, call: null };
    const accountId = grants.live?.accountId ?? "";
    const request = { broadcasterId, title: job.title, durationSeconds: liveDurationSeconds(job, nowMs) };
    return { job: asked(job, twitch, accountId, nowMs), call: { stage: "create_live", accountId, request } };
  }
  const { accountId = "", editorId = "" } = grants.manage ?? {};
  const { vodId, vodOffsetSeconds } = twitch;
  if (vodId === null || vodOffsetSeconds === null) {
    const begun = { ...job, nextAtMs: nowMs + callLostAfterMs, updatedAtMs: nowMs };
    return { job: begun, call: { stage: "find_vod", accountId, broadcasterId } };
  }
  const durationSeconds = Math.min(clipLength(job.requestedDurationSeconds), vodOffsetSeconds);
  const request = { broadcasterId, editorId, vodId, vodOffsetSeconds, title: job.title, durationSeconds };
  return { job: asked(job, twitch, accountId, nowMs), call: { stage: "create_vod", accountId, request } };
}

/** From here on nobody knows whether Twitch has made a clip, until an answer says so. */
function asked(job: ClipJob, twitch: TwitchClip, accountId: string, nowMs: number): ClipJob {
  const askedAtMs = twitch.askedAtMs ?? nowMs;
  return {
    ...moveJob(job, "creating", nowMs),
    attempts: job.attempts + 1,
    twitch: { ...twitch, accountId, askedAtMs, twitchClipId: null, editUrl: null, clipUrl: null },
    progress: { creations: job.progress.creations + 1, looks: 0, failures: 0, doubt: "unanswered" },
    nextAtMs: nowMs + callLostAfterMs,
  };
}

/** What was planned is not possible any more: the next best way, with a note why. */
function replan(job: ClipJob, reason: string, context: ClipContext, nowMs: number): ClipJob {
  const executor = planExecutor(job, context, nowMs);
  if (executor === "wait") return rest(job, nowMs);
  const tried = { atMs: nowMs, stage: "create", httpStatus: null, errorCode: null, detail: reason } as const;
  return recordTry(withExecutor(job, executor, nowMs), tried);
}

function lookup(job: ClipJob, { accountId, askedAtMs, twitchClipId }: TwitchClip, nowMs: number): TwitchCall {
  const sinceMs = askedAtMs ?? nowMs;
  const untilMs = Math.min(Math.max(nowMs, sinceMs), sinceMs + longestSearchMs);
  const span = { fromMs: Math.max(0, sinceMs - lookBackMs), toMs: untilMs + searchMarginMs };
  return { stage: "lookup", accountId, twitchClipId, broadcasterId: job.channel.channelId, ...span };
}
