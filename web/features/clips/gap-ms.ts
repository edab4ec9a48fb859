// How much of a range was not recorded.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Gap } from "#core/recording/piece.ts";

/** Milliseconds of `range` that lie in gaps. */
export function gapMs(gaps: readonly Gap[], { fromMs, toMs }: TimeRange): number {
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)), 0);
}
