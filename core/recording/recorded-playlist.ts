// The playlist that a player plays a recording by: RFC 8216, written from its pieces, growing at its end while it records.
import { endMsOf, follows } from "#core/recording/coverage.ts";
import type { Piece, PieceFormat } from "#core/recording/piece.ts";

/** What a player has been told of so far. Its numbers must not change while it plays, so nothing is put in between. */
export interface Listing {
  /** Media sequence number and discontinuity sequence number of the first piece. */
  readonly firstSequence: number;
  readonly firstDiscontinuity: number;
  /** By time, without overlaps. */
  readonly pieces: readonly Piece[];
}

export const emptyListing: Listing = { firstSequence: 0, firstDiscontinuity: 0, pieces: [] };

/** Pieces of two runs may overlap by as much: lengths are rounded. */
const overlapToleranceMs = 250;

/**
 * Adds those of `pieces` that come after everything listed, and drops what lies before `keptFromMs`, where the
 * recording now begins. Footage that is fetched later for an earlier time is left out: a player sees it when it opens
 * the recording anew.
 */
export function extendListing(listing: Listing, pieces: readonly Piece[], keptFromMs: number): Listing {
  const kept = listing.pieces.filter((piece) => endMsOf(piece) > keptFromMs);
  const dropped = listing.pieces.slice(0, listing.pieces.length - kept.length);
  const gone = [...dropped, ...kept.slice(0, 1)];
  const all = [...kept];
  for (const piece of pieces.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = all.at(-1);
    if (last === undefined || piece.startMs >= endMsOf(last) - overlapToleranceMs) all.push(piece);
  }
  return {
    firstSequence: listing.firstSequence + dropped.length,
    firstDiscontinuity:
      listing.firstDiscontinuity + gone.filter((piece, index) => breaks(gone[index - 1], piece)).length,
    pieces: all,
  };
}

/** `hasEnded`: nothing will be added any more. Addresses are file names. */
export function recordedPlaylist(listing: Listing, formats: readonly PieceFormat[], hasEnded: boolean): string {
  const { pieces, firstSequence, firstDiscontinuity } = listing;
  const longestMs = pieces.reduce((longest, piece) => Math.max(longest, piece.durationMs), 1000);
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${Math.round(longestMs / 1000)}`,
    `#EXT-X-MEDIA-SEQUENCE:${firstSequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${firstDiscontinuity}`,
    hasEnded ? "#EXT-X-PLAYLIST-TYPE:VOD" : "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES",
  ];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    const next = pieces[index + 1];
    if (breaks(before, piece)) lines.push("#EXT-X-DISCONTINUITY");
    if (piece.format !== before?.format) {
      const initFile = formats.find(({ id }) => id === piece.format)?.initFile ?? "";
      lines.push(`#EXT-X-MAP:URI="${initFile}"`);
    }
    if (before === undefined || breaks(before, piece))
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(piece.startMs)).toISOString()}`);
    const isUnbroken = next !== undefined && !breaks(piece, next);
    const lastsMs = isUnbroken ? next.startMs - piece.startMs : piece.durationMs;
    lines.push(`#EXTINF:${(lastsMs / 1000).toFixed(6)},`, piece.file);
  }
  if (hasEnded) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}

/** Where timestamps or the decoder's configuration do not go on. */
function breaks(before: Piece | undefined, piece: Piece): boolean {
  if (before === undefined) return false;
  return before.run !== piece.run || before.format !== piece.format || !follows(before, piece);
}
