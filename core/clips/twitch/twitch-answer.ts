// The end of each call of a Twitch job: from the job as it was stored before the call and Twitch's answer to the job
// that follows. One creation is asked for at a time, and only again once it is known that none was made.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import { claimClip } from "#core/clips/twitch/claim-clip.ts";
import type { AskedClip, ClipAnswer, FoundClip, FoundVod } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, TwitchClip } from "#core/clips/job/clip-job.ts";
import { afterFailure, failTwitch } from "#core/clips/twitch/twitch-failure.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { noProgress } from "#core/clips/job/job-from-candidate.ts";
import { recordTry } from "#core/clips/job/job-tries.ts";
import { placeInVod } from "#core/clips/twitch/vod-place.ts";
import { isLateAfter, mostFailures, nextLookMs, nextVodLookMs } from "#core/clips/twitch/wait-schedule.ts";

export type StageAnswer =
  | { readonly stage: "find_vod"; readonly answer: ClipAnswer<readonly FoundVod[]> }
  | { readonly stage: "create_live" | "create_vod"; readonly answer: ClipAnswer<AskedClip> }
  | { readonly stage: "lookup" | "poll"; readonly answer: ClipAnswer<readonly FoundClip[]> };

export interface AnswerContext {
  readonly nowMs: number;
  /** How long a clip that does not appear is followed. */
  readonly waitMs: number;
  readonly grants: ClipGrants;
  /** Clips that other jobs have. */
  readonly claimedIds: ReadonlySet<string>;
  /** The public id the clip will have. */
  readonly clipId: string;
}

/** Every end of a call, and whatever it says: the job as it goes on. One that is not at that stage stays as it is. */
export function afterCall(job: ClipJob, { stage, answer }: StageAnswer, context: AnswerContext): ClipJob {
  const { twitch } = job;
  const status = stage === "find_vod" ? "queued" : stage === "poll" ? "polling" : "creating";
  if (twitch === null || job.executor === "browser" || job.status !== status) return job;
  if (answer.status !== "ok") return afterFailure(job, stage, answer, context);
  switch (stage) {
    case "find_vod":
      return afterVods(job, twitch, answer.value as readonly FoundVod[], context);
    case "create_live":
    case "create_vod":
      return accepted(job, twitch, answer.value as AskedClip, context.nowMs);
    case "lookup":
      return afterLookup(job, twitch, answer.value as readonly FoundClip[], context);
    case "poll":
      return afterPoll(job, twitch, answer.value as readonly FoundClip[], context);
  }
}

/** The clip that an answer shows to be there, so that its page can be written before the job says so. */
export function shownClip(job: ClipJob, { stage, answer }: StageAnswer): FoundClip | null {
  if (stage !== "poll" || answer.status !== "ok" || job.status !== "polling") return null;
  return answer.value.find(({ twitchClipId }) => twitchClipId === job.twitch?.twitchClipId) ?? null;
}

function afterVods(
  job: ClipJob,
  twitch: TwitchClip,
  vods: readonly FoundVod[],
  { nowMs, grants }: AnswerContext,
): ClipJob {
  const place = placeInVod(job, vods);
  if (place.status === "found") {
    const { vodId, vodOffsetSeconds } = place;
    return {
      ...job,
      twitch: { ...twitch, vodId, vodOffsetSeconds },
      progress: noProgress,
      nextAtMs: nowMs,
      updatedAtMs: nowMs,
    };
  }
  const isOld = nowMs - job.streamStartedAtMs > 15 * 60_000;
  const looks = job.progress.looks + 1;
  const delayMs = nextVodLookMs(job.progress.looks, place.status === "missing" && isOld);
  if (delayMs !== null) return later({ ...job, progress: { ...job.progress, looks, failures: 0 } }, delayMs, nowMs);
  const detail =
    place.status === "missing"
      ? "Twitch has no recording of this stream. The channel may not keep any."
      : "The recording of this stream does not reach the end of the clip.";
  return failTwitch(
    job,
    { stage: "find_vod", httpStatus: 200, errorCode: "clip_not_found", detail, offers: ["browser"] },
    { nowMs, grants },
  );
}

function accepted(job: ClipJob, twitch: TwitchClip, { twitchClipId, editUrl }: AskedClip, nowMs: number): ClipJob {
  const polling = {
    ...moveJob(job, "polling", nowMs),
    twitch: { ...twitch, twitchClipId, editUrl },
    progress: noProgress,
  };
  const detail = `Twitch makes the clip ${twitchClipId}.`;
  const told = recordTry(polling, { atMs: nowMs, stage: "create", httpStatus: 202, errorCode: null, detail });
  return later(told, nextLookMs(0, Number.POSITIVE_INFINITY) ?? 0, nowMs);
}

function afterLookup(job: ClipJob, twitch: TwitchClip, clips: readonly FoundClip[], context: AnswerContext): ClipJob {
  const { nowMs, grants } = context;
  const found = claimClip(job, clips, context.claimedIds);
  if (found) {
    const { twitchClipId, clipUrl } = found;
    // The form of the address an earlier answer would have had (dev.twitch.tv/docs/api/clips).
    const editUrl = twitch.editUrl ?? `${clipUrl}/edit`;
    const polling = {
      ...moveJob(job, "polling", nowMs),
      twitch: { ...twitch, twitchClipId, editUrl },
      progress: noProgress,
    };
    const detail = `The clip ${twitchClipId} was found on Twitch.`;
    return later(
      recordTry(polling, { atMs: nowMs, stage: "lookup", httpStatus: 200, errorCode: null, detail }),
      0,
      nowMs,
    );
  }
  const { creations, doubt } = job.progress;
  if (doubt === "unanswered") return lookAgain(job, "lookup", context);
  if (creations >= mostFailures) {
    const detail = "Twitch failed three times when it was asked to make the clip.";
    const offers = ["twitch_vod", "browser"] as const;
    return failTwitch(
      job,
      { stage: "lookup", httpStatus: 200, errorCode: "clip_unknown", detail, offers },
      { nowMs, grants },
    );
  }
  // A person who asks again after a look in vain begins anew; within one run the first creation may still turn up.
  const askedAtMs = creations === 0 ? null : twitch.askedAtMs;
  const free = { ...job, twitch: { ...twitch, twitchClipId: null, editUrl: null, askedAtMs } };
  return { ...moveJob(free, "queued", nowMs), progress: { ...noProgress, creations }, nextAtMs: nowMs };
}

function afterPoll(job: ClipJob, twitch: TwitchClip, clips: readonly FoundClip[], context: AnswerContext): ClipJob {
  const { nowMs, grants, clipId } = context;
  const found = clips.find(({ twitchClipId }) => twitchClipId === twitch.twitchClipId);
  if (!found) return lookAgain(job, "poll", context);
  const isWanted = grants.manage !== null;
  return {
    ...moveJob(job, "ready", nowMs),
    twitch: { ...twitch, clipUrl: found.clipUrl, editUrl: twitch.editUrl ?? `${found.clipUrl}/edit` },
    progress: noProgress,
    clipId,
    readyAtMs: nowMs,
    fileCopy: isWanted ? "wanted" : "none",
    nextAtMs: isWanted ? nowMs : null,
  };
}

function lookAgain(job: ClipJob, stage: "lookup" | "poll", { nowMs, waitMs, grants }: AnswerContext): ClipJob {
  const looks = job.progress.looks + 1;
  const delayMs = nextLookMs(looks, waitMs);
  const looked = {
    ...job,
    isLate: job.isLate || isLateAfter(looks),
    progress: { ...job.progress, looks, failures: 0 },
  };
  if (delayMs !== null) return later(looked, delayMs, nowMs);
  const seconds = Math.round(waitMs / 1000);
  const detail =
    stage === "poll"
      ? `create_timeout: Twitch accepted the clip but has not shown it within ${seconds} seconds.`
      : `create_timeout: Twitch did not answer, and no such clip appeared within ${seconds} seconds. It may exist on Twitch.`;
  const offers = ["twitch_vod", "browser"] as const;
  return failTwitch(looked, { stage, httpStatus: 200, errorCode: "clip_unknown", detail, offers }, { nowMs, grants });
}

function later(job: ClipJob, delayMs: number, nowMs: number): ClipJob {
  return { ...job, nextAtMs: nowMs + delayMs, updatedAtMs: nowMs };
}
