// One minute of a channel in the form it is kept in: a row for each second in which something was counted, and the spans
// in which nobody listened. A second that is in neither was silent.
import { z } from "zod";
import { type DetectorState, isKnownSecond } from "#core/detection/detector-state.ts";
import { keepSecond, keptSecondSchema, keptNames } from "#core/detection/kept-second.ts";
import { secondAt } from "#core/detection/second-window.ts";

const epochSecond = z.number().int().nonnegative();

/** First and last second without a feed. */
export const keptGapSchema = z.tuple([epochSecond, epochSecond]);
export type KeptGap = z.infer<typeof keptGapSchema>;

export const keptMinuteSchema = z.object({
  /** Start of the minute, epoch milliseconds. */
  atMs: z.number().int().nonnegative(),
  seconds: z.array(keptSecondSchema).max(60),
  gaps: z.array(keptGapSchema).max(30),
});
export type KeptMinute = z.infer<typeof keptMinuteSchema>;

/** Reads the minute from a detector that still holds it; what lies after `nowMs` has not happened. */
export function keepMinute(state: DetectorState, minuteMs: number, nowMs: number): KeptMinute {
  const first = Math.floor(minuteMs / 1000);
  const end = Math.min(first + 60, Math.floor(nowMs / 1000));
  const seconds: KeptMinute["seconds"] = [];
  const gaps: KeptGap[] = [];
  for (let second = first; second < end; second++) {
    const bucket = secondAt(state.window, second);
    if (bucket) seconds.push(keepSecond(bucket, keptNames));
    else if (!isKnownSecond(state, second)) addToGap(gaps, second);
  }
  return { atMs: minuteMs, seconds, gaps };
}

/** Two reports of one minute: of each second the newer one, and no gap where either has counted. */
export function mergeMinutes(older: KeptMinute, newer: KeptMinute): KeptMinute {
  const bySecond = new Map([...older.seconds, ...newer.seconds].map((row) => [row[0], row]));
  const gaps: KeptGap[] = [];
  for (const [from, to] of newer.gaps) {
    for (let second = from; second <= Math.min(to, from + 60); second++) {
      if (!bySecond.has(second)) addToGap(gaps, second);
    }
  }
  return { atMs: newer.atMs, seconds: [...bySecond.values()].sort((a, b) => a[0] - b[0]), gaps };
}

function addToGap(gaps: KeptGap[], second: number): void {
  const last = gaps.at(-1);
  if (last && last[1] === second - 1) last[1] = second;
  else gaps.push([second, second]);
}
