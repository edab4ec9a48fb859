// Which footage goes to make room: in one order over all recordings of a browser, the least wanted first. Newer footage
// wins over older, a person's wish to keep over both, and an open job's claim over neither.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Piece } from "#core/recording/piece.ts";

export type StoredPiece = Pick<Piece, "file" | "bytes" | "startMs" | "durationMs">;

/**
 * `running`: the one that is being written by whoever asks.
 * `elsewhere`: another tab writes it, and frees its own footage.
 * `kept`: a person said that it stays. `ended`: nobody writes it.
 */
export type RecordingStanding = "running" | "elsewhere" | "kept" | "ended";

export interface StoredRecording {
  readonly name: string;
  readonly standing: RecordingStanding;
  /** By event time. */
  readonly pieces: readonly StoredPiece[];
  /** What open jobs still need of it. */
  readonly pins: readonly TimeRange[];
}

export interface FreeingQuestion {
  readonly recordings: readonly StoredRecording[];
  /** How much has to be freed. */
  readonly bytes: number;
  /** Of the running recording only pieces that are over by this time may go: footage never makes room for older footage. */
  readonly beforeMs: number;
}

export interface DoomedPiece {
  readonly recording: string;
  readonly piece: StoredPiece;
}

/** The first pieces, in their order, that together free `bytes`; all that may go when they do not suffice. */
export function planFreeing({ recordings, bytes, beforeMs }: FreeingQuestion): DoomedPiece[] {
  const chosen: DoomedPiece[] = [];
  let freed = 0;
  for (const doomed of freeingOrder(recordings, beforeMs)) {
    if (freed >= bytes) break;
    chosen.push(doomed);
    freed += doomed.piece.bytes;
  }
  return chosen;
}

/** Everything that may go: ended recordings before the running one, the oldest first, and what jobs need after all else. */
export function freeingOrder(recordings: readonly StoredRecording[], beforeMs: number): DoomedPiece[] {
  const ended = recordings
    .filter(({ standing }) => standing === "ended")
    .sort((a, b) => (a.pieces[0]?.startMs ?? 0) - (b.pieces[0]?.startMs ?? 0));
  const running = recordings.filter(({ standing }) => standing === "running");
  const inOrder = [...ended, ...running].flatMap((recording) =>
    recording.pieces
      .filter((piece) => recording.standing === "ended" || piece.startMs + piece.durationMs <= beforeMs)
      .map((piece) => ({ recording: recording.name, piece, isPinned: isPinned(piece, recording.pins) })),
  );
  return [...inOrder.filter((one) => !one.isPinned), ...inOrder.filter((one) => one.isPinned)].map(
    ({ recording, piece }) => ({ recording, piece }),
  );
}

export function isPinned({ startMs, durationMs }: StoredPiece, pins: readonly TimeRange[]): boolean {
  return pins.some((pin) => startMs < pin.toMs && startMs + durationMs > pin.fromMs);
}

/** What open jobs keep from going before its time. */
export function pinnedBytes(recordings: readonly StoredRecording[]): number {
  return recordings.reduce(
    (sum, { pieces, pins }) =>
      pins.length === 0
        ? sum
        : sum + pieces.reduce((own, piece) => (isPinned(piece, pins) ? own + piece.bytes : own), 0),
    0,
  );
}
