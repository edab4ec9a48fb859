// A channel's own normal: how many messages, people and reactions ten seconds usually bring, over half an hour.

/** Thirty minutes of ten-second windows. */
export const baselineSamples = 180;
export const sampleSeconds = 10;

/** One series of counts with its middle and its usual deviation, both in the even units of {@link steady}. */
export interface Series {
  /** Counts in the order they came, newest last. */
  readonly counts: number[];
  median: number;
  /** Scaled so that it equals the standard deviation where the counts are normal. */
  deviation: number;
}

export const seriesNames = ["messages", "chatters", "reactions"] as const;
export type Baseline = Record<(typeof seriesNames)[number], Series>;

export function createBaseline(): Baseline {
  return { messages: createSeries(), chatters: createSeries(), reactions: createSeries() };
}

function createSeries(): Series {
  return { counts: [], median: 0, deviation: 0 };
}

/** Anscombe's transform: makes counts of any size equally uneven, so that quiet and busy chats share one scale. */
export function steady(count: number): number {
  return 2 * Math.sqrt(count + 3 / 8);
}

/** The count that {@link steady} takes to `value`. */
export function countOf(value: number): number {
  return Math.max(0, (value / 2) ** 2 - 3 / 8);
}

/** Adds one ten-second count and drops the oldest beyond half an hour. Once in ten seconds it sorts 180 numbers twice. */
export function addSample(series: Series, count: number): void {
  series.counts.push(count);
  if (series.counts.length > baselineSamples) series.counts.shift();
  const values = series.counts.map(steady);
  series.median = median(values);
  series.deviation = 1.4826 * median(values.map((value) => Math.abs(value - series.median)));
}

/** How many usual deviations a ten-second count lies above this channel's middle. */
export function robustZ(series: Series, count: number, deviationFloor: number): number {
  return (steady(count) - series.median) / Math.max(series.deviation, deviationFloor);
}

/** The usual count of ten seconds; null before anything is known. */
export function usualCount(series: Series): number | null {
  return series.counts.length === 0 ? null : countOf(series.median);
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const upper = sorted[sorted.length >> 1] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? 0) + upper) / 2;
}
