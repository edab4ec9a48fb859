// Builds recorded pieces for tests: two seconds each, numbered and timed one after another.
import type { Piece } from "#core/recording/piece.ts";

export const t0 = 1_790_000_000_000;
export const segmentMs = 2000;

/** `count` pieces from sequence `first`, which is also their place in time; `change` is laid over each. */
export function recorded(first: number, count: number, change: Partial<Piece> = {}): Piece[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = first + index;
    const own = {
      sequence,
      run: 0,
      startMs: t0 + sequence * segmentMs,
      durationMs: segmentMs,
      file: `p${sequence}.m4s`,
      bytes: 1000,
      format: "f1",
      mediaOffsetMs: null,
      startsWithKey: true,
      lacks: null,
    };
    return { ...own, ...change };
  });
}

/** A range in seconds after the first piece's time. */
export function seconds(from: number, to: number): { fromMs: number; toMs: number } {
  return { fromMs: t0 + from * 1000, toMs: t0 + to * 1000 };
}
