// Which of what Twitch shows is a job's: the recording its clip is in, and the clip that a creation without an answer made.
import type { FoundClip, FoundVod } from "#core/clips/twitch/clip-calls.ts";
import type { CreatingAtTwitch, JobCore } from "#core/clips/job/clip-job.ts";
import { clipLength, liveDurationSeconds } from "#core/clips/job/plan-executor.ts";

export type VodPlace =
  | { readonly status: "found"; readonly vodId: string; readonly vodOffsetSeconds: number }
  /** The recording does not reach the clip's end yet. */
  | { readonly status: "too_short" }
  | { readonly status: "missing" };

/** A recording begins with its stream, give or take what the platform takes to notice it. */
const startToleranceMs = 120_000;
/** Twitch's clock, which counts whole seconds, and ours may differ. */
export const lookBackMs = 5_000;

export function placeInVod(job: JobCore, vods: readonly FoundVod[]): VodPlace {
  const vod = vodOf(job, vods);
  if (!vod) return { status: "missing" };
  const endSeconds = Math.ceil((job.range.toMs - vod.startedAtMs) / 1000);
  // Otherwise the clip would be of the recording's first seconds, whatever they show.
  if (endSeconds <= 0) return { status: "missing" };
  // Twitch wants the clip's end, and as much recording before it as the clip is long.
  const vodOffsetSeconds = Math.max(endSeconds, Math.ceil(clipLength(job.requestedDurationSeconds)));
  if (vodOffsetSeconds > vod.durationSeconds) return { status: "too_short" };
  return { status: "found", vodId: vod.vodId, vodOffsetSeconds };
}

/**
 * Only a clip by an account that asked, that no other job has, and whose title or length is what was asked for: a clip
 * the broadcaster has made by hand in those seconds is not ours.
 */
export function claimClip(
  job: CreatingAtTwitch,
  clips: readonly FoundClip[],
  claimedIds: ReadonlySet<string>,
): FoundClip | null {
  const { accountId, earlierAccountIds, askedAtMs, twitchClipId } = job.creation;
  if (twitchClipId !== null) return clips.find((clip) => clip.twitchClipId === twitchClipId) ?? null;
  const lengths = [job.requestedDurationSeconds, liveDurationSeconds(job, askedAtMs)];
  const isLong = (clip: FoundClip) => lengths.some((seconds) => Math.abs(clip.durationSeconds - seconds) <= 1);
  const likeness = (clip: FoundClip) => Number(clip.title.trim() === job.title.trim()) * 2 + Number(isLong(clip));
  const possible = clips.filter(
    (clip) =>
      [accountId, ...earlierAccountIds].includes(clip.creatorId) &&
      clip.createdAtMs >= askedAtMs - lookBackMs &&
      !claimedIds.has(clip.twitchClipId) &&
      likeness(clip) > 0,
  );
  return possible.toSorted((a, b) => likeness(b) - likeness(a) || a.createdAtMs - b.createdAtMs)[0] ?? null;
}

function vodOf(job: JobCore, vods: readonly FoundVod[]): FoundVod | null {
  const named = job.streamId === null ? undefined : vods.find(({ streamId }) => streamId === job.streamId);
  if (named) return named;
  const distanceMs = ({ startedAtMs }: FoundVod) => Math.abs(startedAtMs - job.streamStartedAtMs);
  // One that says it belongs to another stream does.
  const byTime = vods
    .filter(({ streamId }) => job.streamId === null || streamId === null)
    .toSorted((a, b) => distanceMs(a) - distanceMs(b))[0];
  return byTime && distanceMs(byTime) <= startToleranceMs ? byTime : null;
}
