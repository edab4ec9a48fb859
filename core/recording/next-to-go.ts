// What will be deleted next, said before it happens.
import { freeingOrder, type StoredRecording } from "#core/recording/plan-freeing.ts";

export interface NextToGo {
  readonly recording: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** When the first of it goes if the recording grows as it does, milliseconds from now. */
  readonly inMs: number;
}

export interface NextToGoQuestion {
  readonly recordings: readonly StoredRecording[];
  /** Bytes that can still be written before something has to go. */
  readonly roomBytes: number;
  readonly bytesPerMinute: number;
  /** As in `FreeingQuestion`. */
  readonly beforeMs: number;
}

/** So much is announced at once: half an hour is what a person can think about. */
const announcedMs = 30 * 60_000;
/** Nearer pieces than this are one stretch. */
const joinedMs = 5_000;

/** Null when nothing grows, or nothing may go. */
export function nextToGo({ recordings, roomBytes, bytesPerMinute, beforeMs }: NextToGoQuestion): NextToGo | null {
  if (bytesPerMinute <= 0) return null;
  const [first, ...rest] = freeingOrder(recordings, beforeMs);
  if (first === undefined) return null;
  const { startMs, durationMs } = first.piece;
  let toMs = startMs + durationMs;
  for (const { recording, piece } of rest) {
    const follows = recording === first.recording && piece.startMs >= startMs && piece.startMs <= toMs + joinedMs;
    if (!follows || toMs - startMs >= announcedMs) break;
    toMs = Math.max(toMs, piece.startMs + piece.durationMs);
  }
  const inMs = (Math.max(0, roomBytes) / bytesPerMinute) * 60_000;
  return { recording: first.recording, fromMs: startMs, toMs, inMs };
}
