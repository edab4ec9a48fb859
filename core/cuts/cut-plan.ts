// Plans a cut: which segments, in which continuous parts, and where inside the first of them the clip begins.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf, missingIn, segmentsIn } from "#core/recording/coverage.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { Segment } from "#core/recording/segment.ts";

/** Segments whose timestamps run on without a break. The clip's pictures of it are those in `[fromMs, toMs)`. */
export interface CutPart {
  readonly segments: readonly Segment[];
  readonly fromMs: number;
  readonly toMs: number;
  /** How far into the first segment the part begins, milliseconds. More than 0 only for the first part. */
  readonly offsetMs: number;
}

export interface CutPlan {
  readonly parts: readonly CutPart[];
  /** Length of the clip: its parts follow one another without the holes between them. */
  readonly durationMs: number;
  readonly holes: readonly TimeRange[];
  readonly missingMs: number;
}

/** Null when nothing of the range is recorded. `segments` come in recorded order. */
export function planCut(segments: readonly Segment[], range: TimeRange): CutPlan | null {
  const parts: CutPart[] = [];
  for (const run of continuousRuns(segmentsIn(segments, range))) {
    // Where clocks were set back, the same time was recorded twice: the later copy begins with its first whole new segment.
    const reachedMs = parts.at(-1)?.toMs ?? null;
    const fresh = reachedMs === null ? run : run.filter((segment) => segment.startMs >= reachedMs - timeToleranceMs);
    const first = fresh[0];
    const last = fresh.at(-1);
    if (first === undefined || last === undefined) continue;
    const fromMs = reachedMs === null ? Math.max(first.startMs, range.fromMs) : first.startMs;
    const toMs = Math.min(endMsOf(last), range.toMs);
    if (toMs > fromMs) parts.push({ segments: fresh, fromMs, toMs, offsetMs: fromMs - first.startMs });
  }
  if (parts.length === 0) return null;
  const holes = missingIn(
    parts.flatMap((part) => part.segments),
    range,
  );
  return {
    parts,
    durationMs: parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0),
    holes,
    missingMs: holes.reduce((sum, hole) => sum + hole.toMs - hole.fromMs, 0),
  };
}

function continuousRuns(segments: readonly Segment[]): Segment[][] {
  const runs: Segment[][] = [];
  for (const segment of segments) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && follows(before, segment)) run.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

function follows(before: Segment, segment: Segment): boolean {
  return (
    segment.run === before.run &&
    segment.initFile === before.initFile &&
    segment.sequence === before.sequence + 1 &&
    Math.abs(segment.startMs - endMsOf(before)) <= timeToleranceMs
  );
}
