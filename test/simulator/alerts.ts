// What a platform announces in a chat: subscriptions now and then, gifts to several people after some events, and on
// Kick the platform's own coins.
import { chatterOf, type Chatter } from "./chat-script.ts";
import { pick, randomFrom, uuidFrom } from "./random.ts";
import { REACTION_LAG_MS, REACTION_MS } from "./reaction.ts";
import { broadcastAt, pictureEvents, type ScriptedChannel } from "./world.ts";

/** `gift` goes to the community, `direct_gift` to one person. `kicks` are Kick's alone, `raid` and `unknown` Twitch's. */
export const alertKinds = ["subscription", "gift", "direct_gift", "raid", "kicks", "unknown"] as const;

export interface ScriptedAlert {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly sentAtMs: number;
  readonly kind: (typeof alertKinds)[number];
  /** Months subscribed, subscriptions or kicks given, or raiders. */
  readonly amount: number;
  readonly chatter: Chatter;
}

/** Alerts with `sentAtMs` in the range (from inclusive, to exclusive), oldest first. Only channels that react have any. */
export function alertsBetween(channel: ScriptedChannel, fromMs: number, toMs: number): ScriptedAlert[] {
  if (!channel.reacts) return [];
  const alerts = [
    ...subscriptions(channel, fromMs, toMs),
    ...gifts(channel, fromMs, toMs),
    ...kicks(channel, fromMs, toMs),
  ];
  return alerts.filter((a) => a.sentAtMs >= fromMs && a.sentAtMs < toMs).sort((a, b) => a.sentAtMs - b.sentAtMs);
}

/** About one a minute: in each half minute of a broadcast one is due, and every second one comes. */
function* subscriptions(channel: ScriptedChannel, fromMs: number, toMs: number): Generator<ScriptedAlert> {
  for (let slot = Math.floor(fromMs / 30_000); slot * 30_000 < toMs; slot++) {
    const random = randomFrom(channel.seed, channel.id, "subscription", slot);
    const sentAtMs = slot * 30_000 + Math.floor(random() * 30_000);
    if (random() < 0.5 || broadcastAt(channel, sentAtMs) === null) continue;
    const chatter = chatterOf(channel, Math.floor(random() * 50));
    yield { id: uuidFrom(random), sentAtMs, kind: "subscription", amount: chatter.subscribedMonths + 1, chatter };
  }
}

/** Every third event or so moves somebody to give, when the noise is over. */
function* gifts(channel: ScriptedChannel, fromMs: number, toMs: number): Generator<ScriptedAlert> {
  const delayMs = REACTION_LAG_MS + REACTION_MS + 2000;
  for (const broadcast of channel.broadcasts) {
    for (const event of pictureEvents(channel.loop, broadcast, fromMs - delayMs - 4000, toMs)) {
      const random = randomFrom(channel.seed, channel.id, "gift", event.id);
      const sentAtMs = event.fromMs + delayMs + Math.floor(random() * 4000);
      if (random() < 0.65 || broadcastAt(channel, sentAtMs) === null) continue;
      const chatter = chatterOf(channel, Math.floor(random() * 50));
      yield { id: uuidFrom(random), sentAtMs, kind: "gift", amount: pick(random, [1, 5, 5, 10]), chatter };
    }
  }
}

/** About one every two minutes, on Kick. */
function* kicks(channel: ScriptedChannel, fromMs: number, toMs: number): Generator<ScriptedAlert> {
  if (channel.platform !== "kick") return;
  for (let slot = Math.floor(fromMs / 60_000); slot * 60_000 < toMs; slot++) {
    const random = randomFrom(channel.seed, channel.id, "kicks", slot);
    const sentAtMs = slot * 60_000 + Math.floor(random() * 60_000);
    if (random() < 0.5 || broadcastAt(channel, sentAtMs) === null) continue;
    const chatter = chatterOf(channel, Math.floor(random() * 50));
    yield { id: uuidFrom(random), sentAtMs, kind: "kicks", amount: pick(random, [10, 50, 100, 500]), chatter };
  }
}
