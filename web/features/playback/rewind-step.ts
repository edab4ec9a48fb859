// Where a step back or forward through a recording leads.
import type { TimeRange } from "#core/moments/moment.ts";

export const stepMs = 10_000;
export const longStepMs = 60_000;
/** Nearer than this to the newest picture is watching live. */
const liveWithinMs = 15_000;
/** So much of the picture before a gap is shown when a step back ends in the gap, or one would never get past it. */
const beforeGapMs = 2_000;

export interface Stand {
  readonly range: TimeRange;
  readonly gaps: readonly TimeRange[];
  readonly playingMs: number;
}

/** `byMs` is negative for a step back. Never into a gap: past it on the side one goes to. */
export function stepFrom({ range, gaps, playingMs }: Stand, byMs: number): number {
  const within = (atMs: number) => Math.min(range.toMs, Math.max(range.fromMs, atMs));
  const wanted = within(playingMs + byMs);
  const gap = gaps.find(({ fromMs, toMs }) => fromMs <= wanted && wanted < toMs);
  if (gap === undefined) return wanted;
  return within(byMs < 0 ? gap.fromMs - beforeGapMs : gap.toMs);
}

export function isAtLiveEdge(range: TimeRange, playingMs: number | null): boolean {
  return playingMs !== null && range.toMs - playingMs < liveWithinMs;
}
