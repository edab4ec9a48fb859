// How fast a recording grows, in bytes a minute of footage that is as good as live.
import type { StoredPiece } from "#core/recording/plan-freeing.ts";

const windowMs = 3 * 60_000;
/** A rate over less says nothing. */
const leastMs = 60_000;
/** How late the newest picture of a healthy stream may be. */
const usualLagMs = 30_000;

/**
 * Null in the first minute. Only footage of the window counts, so what is fetched of older times does not hide that
 * nothing new comes. `sinceMs` is when this recorder began.
 */
export function bytesPerMinute(pieces: readonly StoredPiece[], sinceMs: number, nowMs: number): number | null {
  const newestMs = pieces.reduce((newest, piece) => Math.max(newest, piece.startMs + piece.durationMs), 0);
  const toMs = Math.min(nowMs, Math.max(newestMs, nowMs - usualLagMs));
  const fromMs = Math.max(toMs - windowMs, sinceMs - (nowMs - toMs));
  if (toMs - fromMs < leastMs) return null;
  let bytes = 0;
  for (const piece of pieces) {
    const sharedMs = Math.min(piece.startMs + piece.durationMs, toMs) - Math.max(piece.startMs, fromMs);
    if (sharedMs > 0) bytes += (piece.bytes * sharedMs) / piece.durationMs;
  }
  return (bytes / (toMs - fromMs)) * 60_000;
}

/** Bytes a minute of footage, whenever it was broadcast; null without any. For saying a number of bytes in hours. */
export function footageBytesPerMinute(pieces: readonly StoredPiece[]): number | null {
  const recent = pieces.slice(-200);
  const lengthMs = recent.reduce((sum, piece) => sum + piece.durationMs, 0);
  return lengthMs === 0 ? null : (recent.reduce((sum, piece) => sum + piece.bytes, 0) / lengthMs) * 60_000;
}
