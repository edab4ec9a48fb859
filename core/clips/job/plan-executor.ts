// Who makes a clip: Twitch from the stream that runs, Twitch from its recording, or a browser that holds the footage.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import {
  type ClipJob,
  type Executor,
  executors,
  type JobCore,
  type QueuedAtTwitch,
  type QueuedForPage,
} from "#core/clips/job/clip-job.ts";
import { type ClipMode, maxTwitchClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import type { TimeRange } from "#core/moments/moment.ts";

/** How long a picture is on its way to viewers, and so into Twitch's window: usual on Twitch without its low-latency mode. */
export const streamLatencyMs = 8_000;
/** Create Clip captures about 85 seconds before the call (dev.twitch.tv/docs/api/reference#create-clip). */
const liveWindowMs = 85_000;
/** A range ends at most seconds after now; further ahead, a clock is wrong. */
export const mostAheadMs = 120_000;
/** A job that rests because Twitch is switched off is looked at again so often; a changed switch wakes it at once. */
export const restMs = 60_000;

export type Plannable = Pick<JobCore, "channel" | "range">;

/** When a live clip is asked for, so that its end is in Twitch's window. */
export function sendAtMs({ range }: Plannable, nowMs: number): number {
  return Math.max(nowMs, range.toMs + streamLatencyMs);
}

/** How Twitch would be asked when nothing but time counts. */
export function candidateMode(range: TimeRange, nowMs: number): ClipMode {
  return Math.max(nowMs, range.toMs + streamLatencyMs) <= range.fromMs + liveWindowMs ? "live" : "vod";
}

/** Why this executor cannot make the clip now; null when it can. Whether the stream runs, Twitch answers (404). */
export function objection(executor: Executor, job: Plannable, grants: ClipGrants, nowMs: number): string | null {
  if (executor === "browser") return null;
  if (job.channel.platform !== "twitch") return "Twitch makes clips of its own channels only.";
  if (job.range.toMs - job.range.fromMs > maxTwitchClipSeconds * 1000)
    return `Twitch makes clips of at most ${maxTwitchClipSeconds} seconds.`;
  if (executor === "twitch_vod") {
    if (grants.manage) return null;
    return "A clip of the recording needs the broadcaster's or an editor's Twitch account. Connect one first.";
  }
  if (!grants.live) return "A live clip needs a connected Twitch account.";
  const atMs = sendAtMs(job, nowMs);
  if (atMs > job.range.fromMs + liveWindowMs || atMs > nowMs + mostAheadMs)
    return "The moment is no longer in what Twitch keeps of the running stream (85 seconds).";
  return null;
}

/** What else could make the clip now. */
export function otherExecutors(
  job: Plannable,
  failed: Executor,
  among: readonly Executor[],
  grants: ClipGrants,
  nowMs: number,
): Executor[] {
  return executors.filter(
    (one) => one !== failed && among.includes(one) && objection(one, job, grants, nowMs) === null,
  );
}

export function planExecutor(job: Plannable, { flags, grants }: ClipContext, nowMs: number): Executor | "wait" {
  const preferred: readonly Executor[] =
    flags.clip_mode_default === "vod" ? ["twitch_vod", "twitch_live"] : ["twitch_live", "twitch_vod"];
  const executor = preferred.find((one) => objection(one, job, grants, nowMs) === null) ?? "browser";
  return executor !== "browser" && !flags.clip_api_enabled ? "wait" : executor;
}

/** An approved job gets its executor and is queued, or rests while nothing may be sent to Twitch. */
export function planJob(job: ClipJob, context: ClipContext, nowMs: number): ClipJob {
  if (job.status !== "approved") return job;
  const executor = planExecutor(job, context, nowMs);
  if (executor === "wait") return { ...job, nextAtMs: nowMs + restMs, updatedAtMs: nowMs };
  return queuedFor(executor, moveJob(job, "queued", nowMs), nowMs);
}

type QueuedCore = JobCore & { status: "queued" };

/** A queued job as its executor wants it. */
export function queuedFor(executor: Executor, job: QueuedCore, nowMs: number): QueuedAtTwitch | QueuedForPage {
  if (executor === "browser") return { ...job, executor, upload: null };
  return {
    ...job,
    executor,
    mode: executor === "twitch_live" ? "live" : "vod",
    ...{ creations: 0, looks: 0, failures: 0, looksFirst: false, vod: null },
    nextAtMs: executor === "twitch_live" ? sendAtMs(job, nowMs) : nowMs,
  };
}

/**
 * Twitch publishes the last seconds before the call. Whoever asks later than at the end of the range needs more of them,
 * as far as Twitch gives them, to reach back to its beginning.
 */
export function liveDurationSeconds(job: JobCore, atMs: number): number {
  return clipLength((atMs - streamLatencyMs - job.range.fromMs) / 1000, job.requestedDurationSeconds);
}

/** Within what Twitch takes, to a tenth of a second. */
export function clipLength(seconds: number, atLeast = minClipSeconds): number {
  const bounded = Math.min(Math.max(seconds, atLeast, minClipSeconds), maxTwitchClipSeconds);
  return Math.round(bounded * 10) / 10;
}
