// Puts new figures among the kept ones, as bench/results.json has them.
import type { Row } from "./row.ts";

export type Figure = Omit<Row, "key">;

/** Figures that were not measured this time stay as they are. Sorted by key, so that a difference shows what has changed. */
export function mergeResults(kept: Readonly<Record<string, Figure>>, rows: readonly Row[]): Record<string, Figure> {
  const measured = rows.map(({ key, ...figure }): [string, Figure] => [key, figure]);
  const merged = { ...kept, ...Object.fromEntries(measured) };
  return Object.fromEntries(Object.entries(merged).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
