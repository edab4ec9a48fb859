// What "clip now" means: the last half minute that the person has seen.
import type { TimeRange } from "#core/moments/moment.ts";

export const clipNowMs = 30_000;
/** Less is not a clip worth having. */
export const shortestClipMs = 5_000;

interface Footage {
  /** Programme time of the picture on screen, epoch milliseconds; null while nothing plays. */
  readonly playingMs: number | null;
  /** What this page has recorded; nulls when it records nothing. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/**
 * The range to clip, or null when there is nothing to clip yet.
 * It ends at the picture on screen, else at the newest recorded one, and does not begin before the recording does.
 */
export function clipNowRange({ playingMs, fromMs, toMs }: Footage): TimeRange | null {
  const end = playingMs ?? toMs;
  if (end === null) return null;
  const start = Math.max(end - clipNowMs, fromMs ?? 0);
  if (end - start < shortestClipMs) return null;
  return { fromMs: Math.round(start), toMs: Math.round(end) };
}
