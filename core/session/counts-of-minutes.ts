// Kept minutes as the seconds that a page's chart shows: the detector itself remembers three minutes only.
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { MinuteCounts } from "#core/session/minute-counts.ts";

/**
 * The seconds of `[fromMs, toMs)` that were heard, silent ones included, in order. `minutes` come in order of time.
 * After the last counted second nothing is filled in: the minute may not have been over when it was reported.
 */
export function countsOfMinutes(minutes: readonly MinuteCounts[], fromMs: number, toMs: number): SecondCounts[] {
  const newest = minutes.findLast(({ seconds }) => seconds.length > 0)?.seconds.at(-1)?.[0] ?? 0;
  const counts: SecondCounts[] = [];
  let viewers: number | null = null;
  for (const { atMs, seconds, gaps } of minutes) {
    const rows = new Map(seconds.map((row) => [row[0], row]));
    const first = Math.floor(atMs / 1000);
    for (let second = first; second < first + 60 && second <= newest; second++) {
      const row = rows.get(second);
      viewers = row?.[11] ?? viewers;
      if (second * 1000 < fromMs || second * 1000 >= toMs) continue;
      if (row === undefined && gaps.some(([from, to]) => from <= second && second <= to)) continue;
      const [, messages, chatters, reactions, demand] = row ?? [second, 0, 0, 0, 0];
      counts.push({ atMs: second * 1000, messages, chatters, reactions, demand, viewers });
    }
  }
  return counts;
}
