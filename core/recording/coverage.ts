// How much of a range of event time has been recorded.
import type { TimeRange } from "#core/moments/moment.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { Segment } from "#core/recording/segment.ts";

export type Coverage =
  | { readonly status: "complete" }
  /** Footage of the end of the range may still come: the recording has not got that far. */
  | { readonly status: "waiting"; readonly coveredMs: number; readonly missing: readonly TimeRange[] }
  /** The recording is past the range and lacks these parts of it. */
  | { readonly status: "missing"; readonly coveredMs: number; readonly missing: readonly TimeRange[] };

export function endMsOf(segment: Segment): number {
  return segment.startMs + segment.durationMs;
}

/** The segments that touch a range, in recorded order. */
export function segmentsIn(segments: readonly Segment[], range: TimeRange): Segment[] {
  return segments.filter((segment) => segment.startMs < range.toMs && endMsOf(segment) > range.fromMs);
}

/** What is missing inside `range`; holes within the tolerance of date-times are none. */
export function missingIn(segments: readonly Segment[], range: TimeRange): TimeRange[] {
  const missing: TimeRange[] = [];
  let coveredToMs = range.fromMs;
  for (const segment of segmentsIn(segments, range).toSorted((a, b) => a.startMs - b.startMs)) {
    if (segment.startMs - coveredToMs > timeToleranceMs) missing.push({ fromMs: coveredToMs, toMs: segment.startMs });
    coveredToMs = Math.max(coveredToMs, endMsOf(segment));
  }
  if (range.toMs - coveredToMs > timeToleranceMs) missing.push({ fromMs: coveredToMs, toMs: range.toMs });
  return missing;
}

/** `segments` are those that touch the range; `recordedToMs` is how far the whole recording reaches, null for none. */
export function coverage(segments: readonly Segment[], range: TimeRange, recordedToMs: number | null): Coverage {
  const missing = missingIn(segments, range);
  if (missing.length === 0) return { status: "complete" };
  const missingMs = missing.reduce((sum, part) => sum + part.toMs - part.fromMs, 0);
  const coveredMs = range.toMs - range.fromMs - missingMs;
  const isPast = recordedToMs !== null && recordedToMs + timeToleranceMs >= range.toMs;
  return { status: isPast ? "missing" : "waiting", coveredMs, missing };
}
