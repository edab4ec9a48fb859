// Where in which recording a clip is.
import type { FoundVod } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { clipLength } from "#core/clips/job/plan-executor.ts";

export type VodPlace =
  | { readonly status: "found"; readonly vodId: string; readonly vodOffsetSeconds: number }
  /** The recording does not reach the clip's end yet. */
  | { readonly status: "too_short" }
  | { readonly status: "missing" };

/** A recording begins with its stream, give or take what the platform takes to notice it. */
const startToleranceMs = 120_000;

export function placeInVod(job: ClipJob, vods: readonly FoundVod[]): VodPlace {
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

function vodOf(job: ClipJob, vods: readonly FoundVod[]): FoundVod | null {
  const named = job.streamId === null ? undefined : vods.find(({ streamId }) => streamId === job.streamId);
  if (named) return named;
  // One that says it belongs to another stream does.
  const byTime = vods
    .filter(({ streamId }) => job.streamId === null || streamId === null)
    .toSorted((a, b) => distanceMs(a, job) - distanceMs(b, job))[0];
  return byTime && distanceMs(byTime, job) <= startToleranceMs ? byTime : null;
}

function distanceMs(vod: FoundVod, job: ClipJob): number {
  return Math.abs(vod.startedAtMs - job.streamStartedAtMs);
}
