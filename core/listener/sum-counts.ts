// Sums a minute's seconds into one row of counts.
import type { SecondCounts } from "#core/live/live-message.ts";

/** Viewers are the last known; chatters are a sum of per-second newcomers and so an upper bound of distinct people. */
export function sumCounts(atMs: number, seconds: readonly SecondCounts[]): SecondCounts {
  const sum: SecondCounts = { atMs, messages: 0, chatters: 0, reactions: 0, demand: 0, viewers: null };
  for (const second of seconds) {
    sum.messages += second.messages;
    sum.chatters += second.chatters;
    sum.reactions += second.reactions;
    sum.demand += second.demand;
    sum.viewers = second.viewers ?? sum.viewers;
  }
  return sum;
}
