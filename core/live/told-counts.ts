// Which counts of seconds the pages of a channel have yet to be told. A message may come a minute after its second, so
// what was told is compared with what is known: a second that has changed is told again, and replaces the first on the page.
import type { SecondCounts } from "#core/channel/second-counts.ts";

/** The seconds as they were last told, by `atMs`. */
export type ToldCounts = ReadonlyMap<number, SecondCounts>;

export const nothingTold: ToldCounts = new Map();

/** `known` are all seconds that are still kept, so what is returned and what is remembered are as few. */
export function untoldCounts(told: ToldCounts, known: readonly SecondCounts[]): SecondCounts[] {
  return known.filter((now) => {
    const before = told.get(now.atMs);
    return before === undefined || !isSame(before, now);
  });
}

/** What is told once `known` has arrived. */
export function toldCounts(known: readonly SecondCounts[]): ToldCounts {
  return new Map(known.map((counts) => [counts.atMs, counts]));
}

function isSame(a: SecondCounts, b: SecondCounts): boolean {
  return (
    a.messages === b.messages &&
    a.chatters === b.chatters &&
    a.reactions === b.reactions &&
    a.demand === b.demand &&
    a.viewers === b.viewers
  );
}
