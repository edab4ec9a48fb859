// Which part of the stream a moment's clip shows.
import type { DetectedMoment, TimeRange } from "#core/moments/moment.ts";

/**
 * Chat begins to rise 15 to 20 seconds after what it reacts to (measured on hand-labelled streams); the clip starts a
 * little before that.
 */
const beforeOnsetMs = 25_000;
const afterPeakMs = 15_000;
/** A clip never reaches further back from the peak: the thirty seconds of the first clippers. */
const mostBeforePeakMs = 30_000;
/** The lag that `beforeOnsetMs` already allows for; a measured lag replaces it. */
export const usualChatLagMs = 17_500;
/** More than this is no lag but a wrong clock. */
const mostLagMs = 120_000;

export interface ClipRangeOptions {
  /** How far this channel's chat is behind its picture, measured, milliseconds. Left out, the usual lag is taken. */
  readonly chatLagMs?: number;
}

/**
 * From 25 s before the onset, at most 30 s before the peak, to 15 s after the peak, and moved as a whole by as
 * much as the measured lag differs from the usual one: chat that lags more tells of an earlier picture.
 */
export function clipRange(
  moment: Pick<DetectedMoment, "onsetMs" | "peakMs">,
  { chatLagMs = usualChatLagMs }: ClipRangeOptions = {},
): TimeRange {
  const shiftMs = usualChatLagMs - Math.min(Math.max(chatLagMs, 0), mostLagMs);
  const fromMs = Math.max(moment.onsetMs - beforeOnsetMs, moment.peakMs - mostBeforePeakMs);
  const toMs = moment.peakMs + afterPeakMs;
  // A moment in the first seconds after the epoch exists only in tests; a range must still end after it begins.
  const from = Math.max(0, Math.round(fromMs + shiftMs));
  return { fromMs: from, toMs: Math.max(from + 1000, Math.round(toMs + shiftMs)) };
}
