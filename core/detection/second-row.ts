// A second in the compact form it is kept in: an array of numbers and short lists, read back with suspicion.
import { z } from "zod";
import { alertKinds } from "#core/chat/chat-event.ts";
import type { Second } from "./second.ts";

const count = z.number().int().nonnegative();
const tally = z.array(z.tuple([z.string().max(40), count])).max(32);

/**
 * `[second, messages, chatters, reactions, demand, bot, copypasta, one_person, keywords, emotes, alerts, viewers, viewer
 * baseline]`. Tallies are pairs of name and count.
 */
export const secondRowSchema = z.tuple([
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  tally,
  tally,
  z.array(z.tuple([z.enum(alertKinds), count])).max(8),
  count.nullable(),
  z.number().nonnegative().nullable(),
]);
/** Of each second the counts of this many keywords and emotes are kept: the most written. */
export const maxRowNames = 8;

export type SecondRow = z.infer<typeof secondRowSchema>;

/** `maxEmotes` and the like keep the most frequent names; fewer names make a smaller object. */
export function secondRow(second: Second, maxNames: number): SecondRow {
  const { bot, copypasta, one_person } = second.excluded;
  return [
    second.second,
    second.messages,
    second.chatters,
    second.reactions,
    second.demand,
    bot,
    copypasta,
    one_person,
    topNames(second.keywords, maxNames),
    topNames(second.emotes, maxNames),
    second.alerts.map(({ kind, amount }) => [kind, amount]),
    second.viewers?.count ?? null,
    second.viewers?.baseline ?? null,
  ];
}

export function restoreSecond(kept: SecondRow): Second {
  const [second, messages, chatters, reactions, demand, bot, copypasta, one_person] = kept;
  const [, , , , , , , , keywords, emotes, alerts, viewers, baseline] = kept;
  return {
    second,
    messages,
    chatters,
    reactions,
    demand,
    excluded: { bot, copypasta, one_person },
    keywords: keywords.length === 0 ? null : new Map(keywords),
    emotes: emotes.length === 0 ? null : new Map(emotes),
    alerts: alerts.map(([kind, amount]) => ({ kind, amount })),
    viewers: viewers === null ? null : { count: viewers, baseline },
  };
}

/** Sorted by count; names of equal count stay in the order they came, so that a restored second counts the same. */
function topNames(names: ReadonlyMap<string, number> | null, most: number): [string, number][] {
  const all = [...(names ?? [])];
  return all.length <= most ? all : all.toSorted((a, b) => b[1] - a[1]).slice(0, most);
}
