// A session's kept seconds as columns for a chart of a given width.
import type { Counted } from "../../engines/what-if/counted.ts";

export interface ReplayColumns {
  readonly seconds: number[];
  /** Mean a second over the column; null where nobody listened. */
  readonly messages: (number | null)[];
  readonly chatters: (number | null)[];
}

/** At most `most` columns of whole seconds; a second that is neither kept nor in a gap was silent. */
export function replayColumns({ kept, gaps }: Counted, most: number): ReplayColumns {
  const first = kept[0]?.[0] ?? 0;
  const span = (kept.at(-1)?.[0] ?? first) - first + 1;
  const perColumn = Math.max(1, Math.ceil(span / most));
  const length = Math.ceil(span / perColumn);
  const messages = Array.from({ length }, () => 0);
  const chatters = Array.from({ length }, () => 0);
  for (const [second, written, people] of kept) {
    const column = Math.floor((second - first) / perColumn);
    messages[column] = (messages[column] ?? 0) + written;
    chatters[column] = (chatters[column] ?? 0) + people;
  }
  const unheard = Array.from({ length }, () => 0);
  for (const [from, to] of gaps) {
    for (let second = Math.max(from, first); second <= Math.min(to, first + span - 1); second++) {
      const column = Math.floor((second - first) / perColumn);
      unheard[column] = (unheard[column] ?? 0) + 1;
    }
  }
  const mean = (sums: number[]) =>
    sums.map((sum, column) => {
      const heard = perColumn - (unheard[column] ?? 0);
      return heard <= 0 ? null : sum / heard;
    });
  return {
    seconds: Array.from({ length }, (_, column) => first + column * perColumn),
    messages: mean(messages),
    chatters: mean(chatters),
  };
}
