// The end of each call of a Twitch job: from the job as it was stored before the call and Twitch's answer to the job
// that follows. One creation is asked for at a time, and only again once it is known that none was made.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import type { AskedClip, ClipAnswer, FoundClip, FoundVod } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, CreatingAtTwitch, PollingJob, QueuedAtTwitch } from "#core/clips/job/clip-job.ts";
import { type JobTry, recordTry } from "#core/clips/job/failure.ts";
import { moveJob } from "#core/clips/job/job-transitions.ts";
import { isTwitchAtWork } from "#core/clips/twitch/twitch-call.ts";
import { afterFailure, failTwitch } from "#core/clips/twitch/twitch-failure.ts";
import { claimClip, placeInVod } from "#core/clips/twitch/twitch-finds.ts";
import { isLateAfter, mostFailures, nextLookMs, nextVodLookMs } from "#core/clips/twitch/wait-schedule.ts";

export type StageAnswer =
  | { readonly stage: "find_vod"; readonly answer: ClipAnswer<readonly FoundVod[]> }
  | { readonly stage: "create_live" | "create_vod"; readonly answer: ClipAnswer<AskedClip> }
  | { readonly stage: "lookup" | "poll"; readonly answer: ClipAnswer<readonly FoundClip[]> };

/** Where a job stands while a call is under way. */
const statusAt = {
  find_vod: "queued",
  create_live: "creating",
  create_vod: "creating",
  lookup: "creating",
  poll: "polling",
} as const satisfies Record<StageAnswer["stage"], ClipJob["status"]>;

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
  if (!isTwitchAtWork(job) || job.status !== statusAt[stage]) return job;
  if (answer.status !== "ok") return afterFailure(job, stage, answer, context);
  switch (stage) {
    case "find_vod":
      return job.status === "queued" ? afterVods(job, answer.value, context) : job;
    case "create_live":
    case "create_vod":
      return job.status === "creating" ? accepted(job, answer.value, context.nowMs) : job;
    case "lookup":
      return job.status === "creating" ? afterLookup(job, answer.value, context) : job;
    case "poll":
      return job.status === "polling" ? afterPoll(job, answer.value, context) : job;
  }
}

/** The clip that an answer shows to be there, so that its page can be written before the job says so. */
export function shownClip(job: ClipJob, { stage, answer }: StageAnswer): FoundClip | null {
  if (stage !== "poll" || answer.status !== "ok" || job.status !== "polling") return null;
  return answer.value.find(({ twitchClipId }) => twitchClipId === job.creation.twitchClipId) ?? null;
}

function afterVods(job: QueuedAtTwitch, vods: readonly FoundVod[], { nowMs, grants }: AnswerContext): ClipJob {
  const place = placeInVod(job, vods);
  if (place.status === "found") {
    const { vodId, vodOffsetSeconds } = place;
    return later({ ...job, vod: { vodId, vodOffsetSeconds }, looks: 0, failures: 0 }, 0, nowMs);
  }
  const isOld = nowMs - job.streamStartedAtMs > 15 * 60_000;
  const delayMs = nextVodLookMs(job.looks, place.status === "missing" && isOld);
  if (delayMs !== null) return later({ ...job, looks: job.looks + 1, failures: 0 }, delayMs, nowMs);
  const detail =
    place.status === "missing"
      ? "Twitch has no recording of this stream. The channel may not keep any."
      : "The recording of this stream does not reach the end of the clip.";
  const why = { code: "clip_not_found", reason: "no_recording", detail, offers: ["browser"] } as const;
  return failTwitch(job, { ...why, stage: "find_vod", httpStatus: 200 }, { nowMs, grants });
}

function accepted(job: CreatingAtTwitch, { twitchClipId, editUrl }: AskedClip, nowMs: number): ClipJob {
  const creation = { ...job.creation, twitchClipId, editUrl };
  const detail = `Twitch makes the clip ${twitchClipId}.`;
  const tried = { atMs: nowMs, stage: "create", httpStatus: 202, errorCode: null, detail } as const;
  return followed(job, creation, tried, nowMs + (nextLookMs(0, Number.POSITIVE_INFINITY) ?? 0));
}

/** From here on the clip is looked for by its id, first at `nextAtMs`. */
function followed(
  job: CreatingAtTwitch,
  creation: PollingJob["creation"],
  tried: JobTry,
  nextAtMs: number,
): PollingJob {
  const { executor, isLate } = job;
  const waiting = { looks: 0, failures: 0, nextAtMs };
  return recordTry({ ...moveJob(job, "polling", tried.atMs), executor, creation, isLate, ...waiting }, tried);
}

function afterLookup(job: CreatingAtTwitch, clips: readonly FoundClip[], context: AnswerContext): ClipJob {
  const { nowMs, grants } = context;
  const { executor, creations, vod } = job;
  const found = claimClip(job, clips, context.claimedIds);
  if (found) {
    const { twitchClipId, clipUrl } = found;
    // The form of the address an earlier answer would have had (dev.twitch.tv/docs/api/clips).
    const creation = { ...job.creation, twitchClipId, editUrl: job.creation.editUrl ?? `${clipUrl}/edit` };
    const detail = `The clip ${twitchClipId} was found on Twitch.`;
    const tried = { atMs: nowMs, stage: "lookup", httpStatus: 200, errorCode: null, detail } as const;
    return followed(job, creation, tried, nowMs);
  }
  if (!job.mayAskAgain) return lookAgain(job, "lookup", context);
  if (creations >= mostFailures) {
    const detail = "Twitch failed three times when it was asked to make the clip.";
    const why = { code: "clip_unknown", reason: "refused", detail, offers: ["twitch_vod", "browser"] } as const;
    return failTwitch(job, { ...why, stage: "lookup", httpStatus: 200 }, { nowMs, grants });
  }
  // A person who asks again after a look in vain begins anew; within one run the first creation may still turn up.
  const creation = creations === 0 ? null : { ...job.creation, twitchClipId: null, editUrl: null };
  const counted = { creations, looks: 0, failures: 0, looksFirst: false };
  return { ...moveJob(job, "queued", nowMs), executor, creation, vod, ...counted, nextAtMs: nowMs };
}

function afterPoll(job: PollingJob, clips: readonly FoundClip[], context: AnswerContext): ClipJob {
  const { nowMs, grants, clipId } = context;
  const { executor, creation, isLate } = job;
  const found = clips.find(({ twitchClipId }) => twitchClipId === creation.twitchClipId);
  if (!found) return lookAgain(job, "poll", context);
  return {
    ...moveJob(job, "ready", nowMs),
    ...{ executor, creation, clipUrl: found.clipUrl, isLate, clipId, readyAtMs: nowMs },
    fileCopy: grants.manage ? { status: "wanted", looks: 0, failures: 0, nextAtMs: nowMs } : { status: "none" },
  };
}

function lookAgain(
  job: CreatingAtTwitch | PollingJob,
  stage: "lookup" | "poll",
  { nowMs, waitMs, grants }: AnswerContext,
): ClipJob {
  const looks = job.looks + 1;
  const delayMs = nextLookMs(looks, waitMs);
  if (delayMs !== null)
    return later({ ...job, looks, failures: 0, isLate: job.isLate || isLateAfter(looks) }, delayMs, nowMs);
  const seconds = Math.round(waitMs / 1000);
  const detail =
    stage === "poll"
      ? `Twitch accepted the clip but has not shown it within ${seconds} seconds.`
      : `Twitch did not answer, and no such clip appeared within ${seconds} seconds.`;
  const why = { code: "clip_unknown", reason: "create_timeout", detail, offers: ["twitch_vod", "browser"] } as const;
  return failTwitch(job, { ...why, stage, httpStatus: 200 }, { nowMs, grants });
}

/** When the desk looks at the job next. */
function later<Job extends QueuedAtTwitch | CreatingAtTwitch | PollingJob>(
  job: Job,
  delayMs: number,
  nowMs: number,
): Job {
  return { ...job, nextAtMs: nowMs + delayMs, updatedAtMs: nowMs };
}
