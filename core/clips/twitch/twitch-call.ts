// The calls of a Twitch job, and the beginning of each: what is stored before it is sent.
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { LiveClipRequest, VodClipRequest } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, Creation, QueuedAtTwitch, TwitchJobAtWork } from "#core/clips/job/clip-job.ts";
import { recordTry } from "#core/clips/job/failure.ts";
import { expireJob, jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { jobCore, moveJob } from "#core/clips/job/job-transitions.ts";
import {
  clipLength,
  liveDurationSeconds,
  objection,
  planExecutor,
  queuedFor,
  restMs,
  sendAtMs,
} from "#core/clips/job/plan-executor.ts";
import { lookBackMs } from "#core/clips/twitch/twitch-finds.ts";

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

/** What the desk does next for a job of Twitch's. A job of another executor, or one that has ended, asks nothing. */
export function beginCall(job: ClipJob, context: ClipContext, nowMs: number): BegunCall {
  if (!isTwitchAtWork(job)) return { job, call: null };
  if (!context.flags.clip_api_enabled) return { job: rest(job, nowMs), call: null };
  const begun = { nextAtMs: nowMs + callLostAfterMs, updatedAtMs: nowMs };
  const broadcasterId = job.channel.channelId;
  switch (job.status) {
    case "queued": {
      const { executor, creation, creations, vod } = job;
      if (creation === null || !job.looksFirst) return beginCreation(job, context, nowMs);
      const looking = { executor, creation, creations, vod, looks: 0, failures: 0, mayAskAgain: true, isLate: false };
      const next = { ...moveJob(job, "creating", nowMs), ...looking, ...begun };
      return { job: next, call: lookup(broadcasterId, creation, nowMs) };
    }
    case "creating":
      return { job: { ...job, ...begun }, call: lookup(broadcasterId, job.creation, nowMs) };
    case "polling": {
      const { accountId, twitchClipId } = job.creation;
      return { job: { ...job, ...begun }, call: { stage: "poll", accountId, twitchClipId } };
    }
  }
}

export function isTwitchAtWork(job: ClipJob): job is TwitchJobAtWork {
  return job.executor !== "browser" && ["queued", "creating", "polling"].includes(job.status);
}

/** Nothing is sent. What Twitch was asked before is followed when it may be again, or ends with the day. */
function rest(job: TwitchJobAtWork, nowMs: number): ClipJob {
  if (nowMs >= job.createdAtMs + jobLifetimeMs) return expireJob(job, nowMs);
  return { ...job, nextAtMs: nowMs + restMs, updatedAtMs: nowMs };
}

function beginCreation(job: QueuedAtTwitch, context: ClipContext, nowMs: number): BegunCall {
  const { live, manage } = context.grants;
  const broadcasterId = job.channel.channelId;
  const reason = objection(job.executor, job, context.grants, nowMs);
  if (job.executor === "twitch_live" && live && reason === null) {
    const atMs = sendAtMs(job, nowMs);
    if (atMs > nowMs) return { job: { ...job, nextAtMs: atMs, updatedAtMs: nowMs }, call: null };
    const { accountId } = live;
    const request = { broadcasterId, title: job.title, durationSeconds: liveDurationSeconds(job, nowMs) };
    return { job: asked(job, accountId, nowMs), call: { stage: "create_live", accountId, request } };
  }
  if (job.executor === "twitch_vod" && manage && reason === null) {
    const { accountId, editorId } = manage;
    if (job.vod === null) {
      const begun = { ...job, nextAtMs: nowMs + callLostAfterMs, updatedAtMs: nowMs };
      return { job: begun, call: { stage: "find_vod", accountId, broadcasterId } };
    }
    const durationSeconds = Math.min(clipLength(job.requestedDurationSeconds), job.vod.vodOffsetSeconds);
    const request = { broadcasterId, editorId, ...job.vod, title: job.title, durationSeconds };
    return { job: asked(job, accountId, nowMs), call: { stage: "create_vod", accountId, request } };
  }
  return { job: replan(job, reason ?? "No account may make the clip.", context, nowMs), call: null };
}

/** From here on nobody knows whether Twitch has made a clip, until an answer says so. */
function asked(job: QueuedAtTwitch, accountId: string, nowMs: number): ClipJob {
  const { executor, creations, vod, attempts } = job;
  const askedAtMs = job.creation?.askedAtMs ?? nowMs;
  // What an earlier account was asked for may still turn up, and is recognised by its creator.
  const earlier = job.creation === null ? [] : [...job.creation.earlierAccountIds, job.creation.accountId];
  const earlierAccountIds = [...new Set(earlier)].filter((id) => id !== accountId);
  return {
    ...moveJob(job, "creating", nowMs),
    ...{ executor, vod, attempts: attempts + 1, creations: creations + 1 },
    creation: { accountId, earlierAccountIds, askedAtMs, twitchClipId: null, editUrl: null },
    ...{ mayAskAgain: false, isLate: false, looks: 0, failures: 0, nextAtMs: nowMs + callLostAfterMs },
  };
}

/** What was planned is not possible any more: the next best way, with a note why. */
function replan(job: QueuedAtTwitch, reason: string, context: ClipContext, nowMs: number): ClipJob {
  const executor = planExecutor(job, context, nowMs);
  if (executor === "wait") return rest(job, nowMs);
  const queued = queuedFor(executor, { ...jobCore(job), status: "queued", updatedAtMs: nowMs }, nowMs);
  return recordTry(queued, { atMs: nowMs, stage: "create", httpStatus: null, errorCode: null, detail: reason });
}

function lookup(broadcasterId: string, { accountId, askedAtMs, twitchClipId }: Creation, nowMs: number): TwitchCall {
  const untilMs = Math.min(Math.max(nowMs, askedAtMs), askedAtMs + longestSearchMs);
  const span = { fromMs: Math.max(0, askedAtMs - lookBackMs), toMs: untilMs + searchMarginMs };
  return { stage: "lookup", accountId, twitchClipId, broadcasterId, ...span };
}
