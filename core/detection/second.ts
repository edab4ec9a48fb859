// One second of a channel as the detector counts it: numbers, keywords and emotes, no text and no names of people.
import type { AlertKind } from "#core/chat/chat-event.ts";
import { cutText } from "#core/text/cut-text.ts";

/** Why messages were left out of what people's reactions are judged by. */
export const exclusions = ["bot", "copypasta", "one_person"] as const;
export type Exclusion = (typeof exclusions)[number];

export interface Second {
  /** Epoch seconds of event time. */
  readonly second: number;
  /** All messages but those of bots and of other channels in shared chat. */
  messages: number;
  /** People with none of their messages in the ten seconds before. */
  chatters: number;
  reactions: number;
  /** People who ask for a clip and had not in the thirty seconds before. */
  demand: number;
  /** Messages that count neither as chatters nor as reactions, by reason. */
  readonly excluded: Record<Exclusion, number>;
  /** Messages with each keyword; null before the first. */
  keywords: Map<string, number> | null;
  /** Times each emote was written; null before the first. */
  emotes: Map<string, number> | null;
  readonly alerts: { readonly kind: AlertKind; readonly amount: number }[];
  /** The viewers polled in this second, beside their rolling baseline; null when none were. */
  viewers: { readonly count: number; readonly baseline: number | null } | null;
}

/** More different emotes in one second cannot each come near ten in five seconds in any chat of human size. */
const maxNamesPerSecond = 32;
const maxNameLength = 40;
const maxAlertsPerSecond = 8;

export function emptySecond(second: number): Second {
  return {
    second,
    messages: 0,
    chatters: 0,
    reactions: 0,
    demand: 0,
    excluded: { bot: 0, copypasta: 0, one_person: 0 },
    keywords: null,
    emotes: null,
    alerts: [],
    viewers: null,
  };
}

/** Adds to a bounded tally of names; a name beyond the bound is not counted. */
export function countName(tally: Map<string, number> | null, name: string, times = 1): Map<string, number> {
  const counts = tally ?? new Map<string, number>();
  const key = cutText(name, maxNameLength);
  const before = counts.get(key);
  if (before !== undefined || counts.size < maxNamesPerSecond) counts.set(key, (before ?? 0) + times);
  return counts;
}

export function addAlert(second: Second, kind: AlertKind, amount: number): void {
  if (second.alerts.length < maxAlertsPerSecond) second.alerts.push({ kind, amount });
}
