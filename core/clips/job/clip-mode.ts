// How long a clip may be, and how Twitch is asked for it.
import type { TimeRange } from "#core/moments/moment.ts";

/** Shortest and longest clip anyone may ask for, seconds. */
export const minClipSeconds = 5;
export const maxClipSeconds = 180;
/** Twitch takes no longer ones. */
export const maxTwitchClipSeconds = 60;

/** Of the stream that runs, or of its recording. */
export const clipModes = ["live", "vod"] as const;
export type ClipMode = (typeof clipModes)[number];

/** The length of a range in seconds, to a tenth, as Twitch counts it, and within what anyone may ask for. */
export function clipSeconds({ fromMs, toMs }: TimeRange): number {
  const seconds = Math.round((toMs - fromMs) / 100) / 10;
  return Math.min(Math.max(seconds, minClipSeconds), maxClipSeconds);
}
