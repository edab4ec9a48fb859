// A channel's own normal: how many messages, people and reactions ten seconds usually bring, over half an hour.

/** Thirty minutes of ten-second windows. */
export const baselineSamples = 180;
export const sampleSeconds = 10;

/** One series of counts with its middle and its usual deviation, both in the even units of {@link steady}. */
export interface Series {
  /** Counts in the order they came, newest last. */
  readonly counts: number[];
  /** The same counts by size, so that middles are read off and not searched. */
  readonly sorted: number[];
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
  return { counts: [], sorted: [], median: 0, deviation: 0 };
}

/** A series with these counts, oldest first, as {@link addSample} would have left it. */
export function restoreSeries(counts: readonly number[]): Series {
  const series = createSeries();
  for (const count of counts.slice(-baselineSamples)) addSample(series, count);
  return series;
}

/** Anscombe's transform: makes counts of any size equally uneven, so that quiet and busy chats share one scale. */
export function steady(count: number): number {
  return 2 * Math.sqrt(count + 3 / 8);
}

/** The count that {@link steady} takes to `value`. */
export function countOf(value: number): number {
  return Math.max(0, (value / 2) ** 2 - 3 / 8);
}

/** Adds one ten-second count and drops the oldest beyond half an hour, by moving at most 180 numbers. */
export function addSample(series: Series, count: number): void {
  const { counts, sorted } = series;
  counts.push(count);
  sorted.splice(placeOf(sorted, count), 0, count);
  const oldest = counts.length > baselineSamples ? counts.shift() : undefined;
  if (oldest !== undefined) sorted.splice(placeOf(sorted, oldest), 1);
  series.median = middleOf(sorted);
  series.deviation = 1.4826 * middleDeviation(sorted, series.median);
}

/** How many usual deviations a ten-second count lies above this channel's middle. */
export function robustZ(series: Series, count: number, deviationFloor: number): number {
  return (steady(count) - series.median) / Math.max(series.deviation, deviationFloor);
}

/** The usual count of ten seconds; null before anything is known. */
export function usualCount(series: Series): number | null {
  return series.counts.length === 0 ? null : countOf(series.median);
}

/** The first place at which `count` keeps the order. */
function placeOf(sorted: readonly number[], count: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < count) low = middle + 1;
    else high = middle;
  }
  return low;
}

function middleOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = steady(sorted[half] ?? 0);
  return sorted.length % 2 === 1 ? upper : (steady(sorted[half - 1] ?? 0) + upper) / 2;
}

/** The median distance from the median: both ends of the sorted counts are walked inwards, farthest first. */
function middleDeviation(sorted: readonly number[], median: number): number {
  const half = sorted.length >> 1;
  let low = 0;
  let high = sorted.length - 1;
  let farther = 0;
  let nearer = 0;
  // After all but `half` have been passed, `nearer` is the upper middle of the distances.
  for (let passed = 0; passed <= sorted.length - half; passed++) {
    const below = median - steady(sorted[low] ?? 0);
    const above = steady(sorted[high] ?? 0) - median;
    farther = nearer;
    if (low > high) break;
    if (below > above) {
      nearer = below;
      low++;
    } else {
      nearer = above;
      high--;
    }
  }
  return sorted.length % 2 === 1 ? farther : (farther + nearer) / 2;
}
