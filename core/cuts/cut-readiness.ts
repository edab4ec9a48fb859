// When a page should take a clip job, judged by what its own recording holds of it.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Coverage } from "#core/recording/coverage.ts";

/** A live playlist shows a picture some seconds after it was broadcast; a recording that has not caught up by then will not. */
const lateAfterMs = 20_000;
/** Less than half of a moment is not a clip of it; another page may hold more. */
const leastCovered = 0.5;

/** `leave`: this page's footage is no use for the clip. */
export type CutReadiness = "wait" | "cut" | "leave";

export function cutReadiness(range: TimeRange, coverage: Coverage, nowMs: number): CutReadiness {
  if (coverage.status === "complete") return "cut";
  if (nowMs < range.toMs + lateAfterMs) return "wait";
  return coverage.coveredMs / (range.toMs - range.fromMs) >= leastCovered ? "cut" : "leave";
}
