// When a page should take a clip job, judged by what its own recording holds of it.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Coverage } from "#core/recording/coverage.ts";

/** A live playlist shows a picture some seconds after it was broadcast; a recording that has not caught up by then will not. */
const lateAfterMs = 20_000;
/** Less than half of a moment is not a clip of it; another page may hold more. */
const leastCovered = 0.5;

/** Half an hour of backlog comes in by then; what a server still holds back will hardly come. */
const patienceMs = 5 * 60_000;

/** `leave`: this page's footage is no use for the clip. */
export type CutReadiness = "wait" | "cut" | "leave";

/** What the recording still fetches, and since when this page has waited for it. */
export interface Outlook {
  readonly nowMs: number;
  readonly coming: readonly TimeRange[];
  /** Null before the first look that found footage of the range coming. */
  readonly comingSinceMs: number | null;
}

export function cutReadiness(
  range: TimeRange,
  coverage: Coverage,
  { nowMs, coming, comingSinceMs }: Outlook,
): CutReadiness {
  if (coverage.status === "complete") return "cut";
  if (nowMs < range.toMs + lateAfterMs) return "wait";
  if (isComing(coverage, coming) && nowMs - (comingSinceMs ?? nowMs) < patienceMs) return "wait";
  return coverage.coveredMs / (range.toMs - range.fromMs) >= leastCovered ? "cut" : "leave";
}

/** True while something that the range lacks is listed and still to be fetched. */
export function isComing(coverage: Coverage, coming: readonly TimeRange[]): boolean {
  if (coverage.status === "complete") return false;
  return coverage.missing.some((part) => coming.some(({ fromMs, toMs }) => fromMs < part.toMs && toMs > part.fromMs));
}
