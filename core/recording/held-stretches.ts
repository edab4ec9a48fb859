// The times of which a recording holds footage, as few stretches.
import type { TimeRange } from "#core/moments/moment.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { StoredPiece } from "#core/recording/plan-freeing.ts";

/** A line of an hour with more holes than this cannot be told from one with fewer. */
const maxStretches = 200;

/** `pieces` by event time; the newest stretches when there are very many. */
export function heldStretches(pieces: readonly Pick<StoredPiece, "startMs" | "durationMs">[]): TimeRange[] {
  const held: { fromMs: number; toMs: number }[] = [];
  for (const { startMs, durationMs } of pieces) {
    const last = held.at(-1);
    if (last !== undefined && startMs - last.toMs <= timeToleranceMs)
      last.toMs = Math.max(last.toMs, startMs + durationMs);
    else held.push({ fromMs: startMs, toMs: startMs + durationMs });
  }
  return held.slice(-maxStretches);
}
