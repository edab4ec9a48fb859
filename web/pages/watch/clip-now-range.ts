// What "clip now" means: the last half minute that the person has seen.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Gap } from "#core/recording/piece.ts";

export const clipNowMs = 30_000;
/** Less is not a clip worth having. */
export const shortestClipMs = 5_000;

/** Pressing again this soon means the same clip: a key pressed twice, or a hand that is not sure. */
const sameClipMs = 5_000;

interface Footage {
  /** Programme time of the picture on screen, epoch milliseconds; null while nothing plays. */
  readonly playingMs: number | null;
  /** What this page has recorded; nulls when it records nothing. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** What the recording lacks in between. */
  readonly gaps: readonly Gap[];
}

/**
 * The range to clip, or null when there is nothing to clip yet.
 * It ends at the picture on screen, else at the newest recorded one, and does not begin before the recording does or in
 * a gap of it, as it is after a reload.
 */
export function clipNowRange({ playingMs, fromMs, toMs, gaps }: Footage): TimeRange | null {
  const end = playingMs ?? toMs;
  if (end === null) return null;
  const wanted = Math.max(end - clipNowMs, fromMs ?? 0);
  const start = gaps.find((gap) => gap.fromMs <= wanted && wanted < gap.toMs)?.toMs ?? wanted;
  if (end - start < shortestClipMs) return null;
  return { fromMs: Math.round(start), toMs: Math.round(end) };
}

/** Whether `range` is what was clipped just before, but for the seconds between two presses. */
export function isSameClip(range: TimeRange, last: TimeRange | null): boolean {
  return last !== null && Math.abs(range.toMs - last.toMs) < sameClipMs;
}
