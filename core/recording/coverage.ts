// How much of a range of event time has been recorded.
import type { TimeRange } from "#core/moments/moment.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import { longestLackMs, type FootageLack } from "#core/recording/footage-lack.ts";
import type { Piece } from "#core/recording/piece.ts";

/** `lacking`: there is footage, but without its picture or without its sound. */
export interface LackingRange extends TimeRange {
  readonly lacks: "picture" | "sound";
}

export type Coverage =
  | { readonly status: "complete"; readonly lacking: readonly LackingRange[] }
  /** Footage of the end of the range may still come: the recording has not got that far. */
  | {
      readonly status: "waiting";
      readonly coveredMs: number;
      readonly missing: readonly TimeRange[];
      readonly lacking: readonly LackingRange[];
    }
  /** The recording is past the range and lacks these parts of it. */
  | {
      readonly status: "missing";
      readonly coveredMs: number;
      readonly missing: readonly TimeRange[];
      readonly lacking: readonly LackingRange[];
    };

/** The last picture of a piece may stay longer than it says: nothing tells its length before the next one is known. */
const longestPictureMs = 1_000;

export function endMsOf(piece: Piece): number {
  return piece.startMs + piece.durationMs;
}

/** True when nothing is missing between two pieces. */
export function follows(before: Piece, piece: Piece): boolean {
  const betweenMs = piece.startMs - endMsOf(before);
  const areNeighbours = piece.run === before.run && piece.sequence !== null && piece.sequence - 1 === before.sequence;
  return betweenMs <= (areNeighbours ? longestPictureMs : timeToleranceMs);
}

/** The pieces that touch a range, by time. */
export function piecesIn(pieces: readonly Piece[], range: TimeRange): Piece[] {
  return pieces
    .filter((piece) => piece.startMs < range.toMs && endMsOf(piece) > range.fromMs)
    .sort((a, b) => a.startMs - b.startMs);
}

/** As {@link piecesIn}, with the pieces before it that its first picture cannot be decoded without. */
export function piecesToDecode(pieces: readonly Piece[], range: TimeRange): Piece[] {
  const touching = piecesIn(pieces, range);
  const byTime = pieces.toSorted((a, b) => a.startMs - b.startMs);
  for (let first = touching[0]; first !== undefined && !first.startsWithKey; first = touching[0]) {
    const before = byTime[byTime.indexOf(first) - 1];
    if (before === undefined || before.run !== first.run || before.format !== first.format || !follows(before, first))
      break;
    touching.unshift(before);
  }
  return touching;
}

/** What is missing inside `range`; holes within the tolerance of date-times are none. */
export function missingIn(pieces: readonly Piece[], range: TimeRange): TimeRange[] {
  const missing: TimeRange[] = [];
  let coveredToMs = range.fromMs;
  let last: Piece | null = null;
  for (const piece of piecesIn(pieces, range)) {
    const isNext = last !== null && endMsOf(last) === coveredToMs && follows(last, piece);
    if (!isNext && piece.startMs - coveredToMs > timeToleranceMs)
      missing.push({ fromMs: coveredToMs, toMs: piece.startMs });
    if (endMsOf(piece) >= coveredToMs) last = piece;
    coveredToMs = Math.max(coveredToMs, endMsOf(piece));
  }
  if (range.toMs - coveredToMs > timeToleranceMs) missing.push({ fromMs: coveredToMs, toMs: range.toMs });
  return missing;
}

/** Where inside `range` there is sound without a picture, or a picture without sound. */
export function lackingIn(pieces: readonly Piece[], range: TimeRange): LackingRange[] {
  const lacking: LackingRange[] = [];
  for (const piece of piecesIn(pieces, range)) {
    if (piece.lacks === null) continue;
    const [fromMs, toMs] = [Math.max(piece.startMs, range.fromMs), Math.min(endMsOf(piece), range.toMs)];
    const last = lacking.at(-1);
    if (last?.lacks === piece.lacks && fromMs - last.toMs <= timeToleranceMs)
      lacking[lacking.length - 1] = { ...last, toMs };
    else lacking.push({ lacks: piece.lacks, fromMs, toMs });
  }
  return lacking;
}

/** `pieces` are those that touch the range; `recordedToMs` is how far the whole recording reaches, null for none. */
export function coverage(pieces: readonly Piece[], range: TimeRange, recordedToMs: number | null): Coverage {
  const missing = missingIn(pieces, range);
  const lacking = lackingIn(pieces, range);
  if (missing.length === 0) return { status: "complete", lacking };
  const missingMs = missing.reduce((sum, part) => sum + part.toMs - part.fromMs, 0);
  const coveredMs = range.toMs - range.fromMs - missingMs;
  const isPast = recordedToMs !== null && recordedToMs + timeToleranceMs >= range.toMs;
  return { status: isPast ? "missing" : "waiting", coveredMs, missing, lacking };
}

/** What a clip of `range` lacks because the recording lacks it. */
export function footageLack(pieces: readonly Piece[], range: TimeRange): FootageLack {
  const lacking = lackingIn(pieces, range);
  return {
    missingMs: lengthOf(missingIn(pieces, range)),
    withoutPictureMs: lengthOf(lacking.filter(({ lacks }) => lacks === "picture")),
    withoutSoundMs: lengthOf(lacking.filter(({ lacks }) => lacks === "sound")),
  };
}

function lengthOf(ranges: readonly TimeRange[]): number {
  const ms = ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return Math.min(longestLackMs, Math.round(ms));
}
