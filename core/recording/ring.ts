// Which of the oldest pieces to delete, by age or to make room, without touching footage that a cut still needs.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import type { Piece } from "#core/recording/piece.ts";

/** Pieces that ended more than `keepMs` before the newest, except pinned ones. */
export function expiredPieces(pieces: readonly Piece[], keepMs: number, pins: readonly TimeRange[]): Piece[] {
  const newestMs = pieces.reduce((latest, piece) => Math.max(latest, endMsOf(piece)), 0);
  return pieces.filter((piece) => endMsOf(piece) < newestMs - keepMs && !isPinned(piece, pins));
}

/** The oldest pieces that together free `bytes`, or all that may go when they do not suffice; never pinned ones. */
export function piecesToFree(pieces: readonly Piece[], bytes: number, pins: readonly TimeRange[]): Piece[] {
  let freed = 0;
  const chosen: Piece[] = [];
  for (const piece of pieces) {
    if (freed >= bytes) break;
    if (isPinned(piece, pins)) continue;
    chosen.push(piece);
    freed += piece.bytes;
  }
  return chosen;
}

function isPinned(piece: Piece, pins: readonly TimeRange[]): boolean {
  return pins.some((pin) => piece.startMs < pin.toMs && endMsOf(piece) > pin.fromMs);
}
