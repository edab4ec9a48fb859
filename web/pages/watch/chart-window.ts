// The seconds the live chart shows: merging what arrives, and columns for drawing.
import type { SecondCounts } from "#core/channel/second-counts.ts";

/** What the chart shows. */
export const shownSeconds = 600;
/** Kept a little longer than shown, so that the left edge is never ragged. */
export const keptSeconds = 660;

/** Adds seconds to those known, the newer version of a second winning, and forgets what has left the window. */
export function mergeCounts(known: readonly SecondCounts[], added: readonly SecondCounts[]): readonly SecondCounts[] {
  const last = known.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const isInOrder = added.every((one, index) => one.atMs > (added[index - 1]?.atMs ?? last));
  const merged = isInOrder ? [...known, ...added] : inOrder([...known, ...added]);
  const oldest = (merged.at(-1)?.atMs ?? 0) - keptSeconds * 1000;
  const first = merged.findIndex((one) => one.atMs > oldest);
  return merged.slice(Math.max(first, merged.length - keptSeconds));
}

/** Each point is the mean of this many seconds to either side: single seconds of chat are noise to the eye. */
const smoothedBySeconds = 2;

/** Columns of one chart: seconds since the epoch, then one value a second; null where nothing is known. */
export interface ChartColumns {
  readonly seconds: number[];
  readonly messages: (number | null)[];
  readonly chatters: (number | null)[];
  readonly viewers: (number | null)[];
}

/**
 * One row for each second of the window that ends at `toMs`. A second nobody counted is null, not zero:
 * a quiet chat and a lost connection must not look the same.
 */
export function chartColumns(counts: readonly SecondCounts[], toMs: number): ChartColumns {
  const bySecond = new Map(counts.map((one) => [Math.floor(one.atMs / 1000), one]));
  const to = Math.floor(toMs / 1000);
  const columns: ChartColumns = { seconds: [], messages: [], chatters: [], viewers: [] };
  for (let second = to - shownSeconds; second <= to; second++) {
    const one = bySecond.get(second);
    columns.seconds.push(second);
    columns.messages.push(one ? meanAround(bySecond, second, "messages") : null);
    columns.chatters.push(one ? meanAround(bySecond, second, "chatters") : null);
    columns.viewers.push(one?.viewers ?? null);
  }
  return columns;
}

function meanAround(
  bySecond: ReadonlyMap<number, SecondCounts>,
  second: number,
  column: "messages" | "chatters",
): number {
  let sum = 0;
  let known = 0;
  for (let near = second - smoothedBySeconds; near <= second + smoothedBySeconds; near++) {
    const one = bySecond.get(near);
    if (one === undefined) continue;
    sum += one[column];
    known += 1;
  }
  return sum / known;
}

function inOrder(counts: readonly SecondCounts[]): SecondCounts[] {
  return [...new Map(counts.map((one) => [one.atMs, one])).values()].sort((a, b) => a.atMs - b.atMs);
}
