// One minute of a channel in the form it is kept in: a row for each second in which something was counted, and the spans
// in which nobody listened. A second that is in neither was silent.
import { z } from "zod";
import { type DetectorState, isKnownSecond } from "#core/detection/detector-state.ts";
import { secondRow, secondRowSchema, maxRowNames } from "#core/detection/second-row.ts";
import { secondAt } from "#core/detection/second-window.ts";

const epochSecond = z.number().int().nonnegative();

/** First and last second without a feed. */
export const countsGapSchema = z.tuple([epochSecond, epochSecond]);
export type CountsGap = z.infer<typeof countsGapSchema>;

export const minuteCountsSchema = z.object({
  /** Start of the minute, epoch milliseconds. */
  atMs: z.number().int().nonnegative(),
  seconds: z.array(secondRowSchema).max(60),
  gaps: z.array(countsGapSchema).max(30),
});
export type MinuteCounts = z.infer<typeof minuteCountsSchema>;

/** Reads the minute from a detector that still holds it; what lies after `nowMs` has not happened. */
export function minuteCounts(state: DetectorState, minuteMs: number, nowMs: number): MinuteCounts {
  const first = Math.floor(minuteMs / 1000);
  const end = Math.min(first + 60, Math.floor(nowMs / 1000));
  const seconds: MinuteCounts["seconds"] = [];
  const gaps: CountsGap[] = [];
  for (let second = first; second < end; second++) {
    const bucket = secondAt(state.window, second);
    if (bucket) seconds.push(secondRow(bucket, maxRowNames));
    else if (!isKnownSecond(state, second)) addToGap(gaps, second);
  }
  return { atMs: minuteMs, seconds, gaps };
}

/** Two reports of one minute: of each second the newer one, and no gap where either has counted. */
export function mergeMinutes(older: MinuteCounts, newer: MinuteCounts): MinuteCounts {
  const bySecond = new Map([...older.seconds, ...newer.seconds].map((row) => [row[0], row]));
  const gaps: CountsGap[] = [];
  for (const [from, to] of newer.gaps) {
    for (let second = from; second <= Math.min(to, from + 60); second++) {
      if (!bySecond.has(second)) addToGap(gaps, second);
    }
  }
  return { atMs: newer.atMs, seconds: [...bySecond.values()].sort((a, b) => a[0] - b[0]), gaps };
}

function addToGap(gaps: CountsGap[], second: number): void {
  const last = gaps.at(-1);
  if (last && last[1] === second - 1) last[1] = second;
  else gaps.push([second, second]);
}
