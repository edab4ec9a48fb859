// Finds the clip that a creation without an answer has made, among all that were made in those seconds.
import type { FoundClip } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { liveDurationSeconds } from "#core/clips/job/plan-executor.ts";

/** Twitch's clock, which counts whole seconds, and ours may differ. */
export const lookBackMs = 5_000;

/**
 * Only a clip by the account that asked, that no other job has, and whose title or length is what was asked for: a clip
 * the broadcaster has made by hand in those seconds is not ours.
 */
export function claimClip(
  job: ClipJob,
  clips: readonly FoundClip[],
  claimedIds: ReadonlySet<string>,
): FoundClip | null {
  const { twitch } = job;
  const askedAtMs = twitch?.askedAtMs ?? null;
  if (twitch === null || askedAtMs === null) return null;
  if (twitch.twitchClipId !== null) {
    return clips.find(({ twitchClipId }) => twitchClipId === twitch.twitchClipId) ?? null;
  }
  const lengths = [job.requestedDurationSeconds, liveDurationSeconds(job, askedAtMs)];
  const isLong = (clip: FoundClip) => lengths.some((seconds) => Math.abs(clip.durationSeconds - seconds) <= 1);
  const likeness = (clip: FoundClip) => Number(clip.title.trim() === job.title.trim()) * 2 + Number(isLong(clip));
  const possible = clips.filter(
    (clip) =>
      clip.creatorId === twitch.accountId &&
      clip.createdAtMs >= askedAtMs - lookBackMs &&
      !claimedIds.has(clip.twitchClipId) &&
      likeness(clip) > 0,
  );
  return possible.toSorted((a, b) => likeness(b) - likeness(a) || a.createdAtMs - b.createdAtMs)[0] ?? null;
}
