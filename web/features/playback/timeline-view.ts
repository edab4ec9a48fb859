// What the bar under a picture shows of a recording: where it lacks something and why, its moments, how chat ran, and
// where one is. Lengths are fractions of the whole bar.
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { Moment, TimeRange } from "#core/moments/moment.ts";
import type { Gap, Mark } from "#core/recording/piece.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { gapWords } from "../../ui/format/gap-words.ts";

export interface Timeline {
  /** All that can be gone back to, event time. */
  readonly range: TimeRange;
  readonly gaps: readonly Gap[];
  readonly marks: readonly Mark[];
  readonly moments: readonly Pick<Moment, "id" | "peakMs" | "explanation">[];
}

export interface Stretch {
  readonly kind: "gap" | "ad";
  readonly left: number;
  readonly width: number;
  readonly words: string;
}

export interface MomentMark {
  readonly id: string;
  readonly atMs: number;
  readonly left: number;
  readonly words: string;
}

/** Where on the bar a time is; nothing lies beside it. */
export function fractionAt({ fromMs, toMs }: TimeRange, atMs: number): number {
  return Math.min(1, Math.max(0, (atMs - fromMs) / Math.max(1, toMs - fromMs)));
}

export function timeAt({ fromMs, toMs }: TimeRange, fraction: number): number {
  return fromMs + Math.min(1, Math.max(0, fraction)) * (toMs - fromMs);
}

/** Gaps and ads, by time; those outside the range are left out. */
export function stretchesOf({ range, gaps, marks }: Timeline): Stretch[] {
  const lost = gaps.map((gap) =>
    stretch(range, gap, "gap", `${formatSpan(gap.toMs - gap.fromMs)} missing: ${gapWords(gap)}`),
  );
  const ads = marks.map((mark) => stretch(range, mark, "ad", `${formatSpan(mark.toMs - mark.fromMs)} of advertising`));
  return [...ads, ...lost].filter((one) => one.width > 0).sort((a, b) => a.left - b.left);
}

/** Oldest first. */
export function momentMarksOf({ range, moments }: Timeline): MomentMark[] {
  return moments
    .filter(({ peakMs }) => peakMs >= range.fromMs && peakMs <= range.toMs)
    .map(({ id, peakMs, explanation }) => ({
      id,
      atMs: peakMs,
      left: fractionAt(range, peakMs),
      words: `${formatClock(peakMs)} · ${explanation}`,
    }))
    .sort((a, b) => a.atMs - b.atMs);
}

/** What is at a time, in a few words: the clock, and why there is no picture. */
export function wordsAt({ gaps, marks }: Pick<Timeline, "gaps" | "marks">, atMs: number): string {
  const holds = ({ fromMs, toMs }: TimeRange) => fromMs <= atMs && atMs < toMs;
  const gap = gaps.find(holds);
  if (gap !== undefined) return `${formatClock(atMs)} · missing: ${gapWords(gap)}`;
  return marks.some(holds) ? `${formatClock(atMs)} · advertising` : formatClock(atMs);
}

/** Columns of the chat curve: more would be narrower than a pixel of a phone. */
const curveColumns = 360;

/**
 * An SVG path over the bar, 1000 wide and 100 high: messages a second, the highest at the top. Empty where nothing was
 * counted; a stretch nobody counted is a hole and not silence.
 */
export function chatCurve({ fromMs, toMs }: TimeRange, counts: readonly Pick<SecondCounts, "atMs" | "messages">[]) {
  const columnMs = Math.max(1000, (toMs - fromMs) / curveColumns);
  const sums = new Map<number, { sum: number; seconds: number }>();
  for (const { atMs, messages } of counts) {
    if (atMs < fromMs || atMs >= toMs) continue;
    const column = Math.floor((atMs - fromMs) / columnMs);
    const { sum, seconds } = sums.get(column) ?? { sum: 0, seconds: 0 };
    sums.set(column, { sum: sum + messages, seconds: seconds + 1 });
  }
  const means = [...sums].map(([column, { sum, seconds }]) => ({ column, mean: sum / seconds }));
  const highest = means.reduce((most, { mean }) => Math.max(most, mean), 1);
  means.sort((a, b) => a.column - b.column);
  let path = "";
  let last: number | null = null;
  const x = (column: number) => round((column * columnMs * 1000) / (toMs - fromMs));
  for (const { column, mean } of means) {
    if (last !== null && column > last + 1) path += `L${x(last + 1)} 100Z`;
    if (last === null || column > last + 1) path += `M${x(column)} 100`;
    path += `L${x(column)} ${round(100 - (mean / highest) * 100)}L${x(column + 1)} ${round(100 - (mean / highest) * 100)}`;
    last = column;
  }
  return last === null ? "" : `${path}L${x(last + 1)} 100Z`;
}

function stretch(range: TimeRange, one: TimeRange, kind: Stretch["kind"], words: string): Stretch {
  const left = fractionAt(range, one.fromMs);
  return { kind, left, width: fractionAt(range, one.toMs) - left, words: `${formatClock(one.fromMs)} · ${words}` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
