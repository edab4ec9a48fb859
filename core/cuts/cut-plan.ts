// Plans a cut: which pieces, in which continuous parts, and where inside the first of them the clip begins.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf, follows, missingIn, piecesIn, piecesToDecode } from "#core/recording/coverage.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { Piece } from "#core/recording/piece.ts";

/** Pieces of one run and one format without a hole. The clip's pictures of it are those in `[fromMs, toMs)`. */
export interface CutPart {
  readonly pieces: readonly Piece[];
  readonly fromMs: number;
  readonly toMs: number;
  /** How far into the first piece the part begins, milliseconds. More than 0 only for the first part. */
  readonly offsetMs: number;
}

export interface CutPlan {
  readonly parts: readonly CutPart[];
  /** Length of the clip: its parts follow one another without the holes between them. */
  readonly durationMs: number;
  readonly holes: readonly TimeRange[];
  readonly missingMs: number;
}

/** Null when nothing of the range is recorded. */
export function planCut(pieces: readonly Piece[], range: TimeRange): CutPlan | null {
  const parts: CutPart[] = [];
  for (const run of continuousRuns(piecesIn(pieces, range))) {
    // Where clocks were set back, the same time was recorded twice: the later copy begins with its first whole new piece.
    const reachedMs = parts.at(-1)?.toMs ?? null;
    const fresh = reachedMs === null ? run : run.filter((piece) => piece.startMs >= reachedMs - timeToleranceMs);
    const first = fresh[0];
    const last = fresh.at(-1);
    if (first === undefined || last === undefined) continue;
    const fromMs = reachedMs === null ? Math.max(first.startMs, range.fromMs) : first.startMs;
    const toMs = Math.min(endMsOf(last), range.toMs);
    if (toMs > fromMs) parts.push({ pieces: fresh, fromMs, toMs, offsetMs: fromMs - first.startMs });
  }
  const [first, ...later] = parts;
  if (first === undefined) return null;
  const begun = piecesToDecode(pieces, { fromMs: first.fromMs, toMs: first.toMs }).filter(
    (piece) => piece.startMs < (first.pieces[0]?.startMs ?? 0),
  );
  const withLeadIn = begun[0]
    ? { ...first, pieces: [...begun, ...first.pieces], offsetMs: first.fromMs - begun[0].startMs }
    : first;
  const holes = missingIn(
    parts.flatMap((part) => part.pieces),
    range,
  );
  return {
    parts: [withLeadIn, ...later],
    durationMs: parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0),
    holes,
    missingMs: holes.reduce((sum, hole) => sum + hole.toMs - hole.fromMs, 0),
  };
}

function continuousRuns(pieces: readonly Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  // Where a time was recorded twice, the pieces of both runs lie among one another.
  for (const piece of pieces) {
    const run = runs.findLast((other) => {
      const last = other.at(-1);
      return last !== undefined && isSameStream(last, piece) && follows(last, piece) && piece.startMs > last.startMs;
    });
    if (run === undefined) runs.push([piece]);
    else run.push(piece);
  }
  return runs;
}

function isSameStream(before: Piece, piece: Piece): boolean {
  return piece.run === before.run && piece.format === before.format;
}
