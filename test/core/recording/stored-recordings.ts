// Builds stored recordings for tests: pieces of two seconds, a thousand bytes each.
import type { RecordingStanding, StoredPiece, StoredRecording } from "#core/recording/plan-freeing.ts";

export const t0 = 1_790_000_000_000;
export const pieceMs = 2000;

/** `count` pieces from the `first` on, which is also their place in time. */
export function pieces(first: number, count: number, bytes = 1000): StoredPiece[] {
  return Array.from({ length: count }, (_, index) => {
    const place = first + index;
    return { file: `p${place}.m4s`, bytes, startMs: t0 + place * pieceMs, durationMs: pieceMs };
  });
}

export function stored(
  name: string,
  standing: RecordingStanding,
  holds: readonly StoredPiece[],
  pins: StoredRecording["pins"] = [],
): StoredRecording {
  return { name, standing, pieces: holds, pins };
}

/** A range in seconds after the first piece's time. */
export function seconds(from: number, to: number): { fromMs: number; toMs: number } {
  return { fromMs: t0 + from * 1000, toMs: t0 + to * 1000 };
}
