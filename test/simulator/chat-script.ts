// The script of every chat: who writes what at which millisecond, a pure function of the channel and the time.
import { chatterColors, chatterNames, demandLines, reactionLines, steadyLines } from "./chat-lines.ts";
import { withEmotes } from "./emotes.ts";
import { pick, poisson, randomFrom, uuidFrom } from "./random.ts";
import { reactionTimes, REACTION_LAG_MS, REACTION_MS } from "./reaction.ts";
import { pictureEvents, type Broadcast, type Burst, type PictureEvent, type ScriptedChannel } from "./world.ts";

export interface Chatter {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly color: string;
  readonly subscribedMonths: number;
}

export interface ScriptedMessage {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly sentAtMs: number;
  readonly chatter: Chatter;
  /** As a viewer reads it, emotes by name. */
  readonly text: string;
}

/** Longest range one question may cover; the longest loop of the script is bounded by it. */
const MAX_RANGE_MS = 6 * 3_600_000;
const REGULARS = 30;

/** All messages of a channel with `sentAtMs` in the range (from inclusive, to exclusive), oldest first. */
export function chatBetween(channel: ScriptedChannel, fromMs: number, toMs: number): ScriptedMessage[] {
  const messages = scriptedChatBetween(channel, fromMs, toMs);
  for (const burst of channel.bursts) {
    const endMs = burst.atMs + burst.seconds * 1000;
    if (burst.atMs < toMs && endMs > fromMs) messages.push(...burstMessages(channel, burst));
  }
  return messages.filter((m) => m.sentAtMs >= fromMs && m.sentAtMs < toMs).sort((a, b) => a.sentAtMs - b.sentAtMs);
}

/** The same without what was added by hand: the steady chat and the reactions to the picture. */
export function scriptedChatBetween(channel: ScriptedChannel, fromMs: number, toMs: number): ScriptedMessage[] {
  if (toMs - fromMs > MAX_RANGE_MS) throw new RangeError("the range is too long");
  const messages: ScriptedMessage[] = [];
  for (const broadcast of channel.broadcasts) {
    const startMs = Math.max(fromMs, broadcast.startedAtMs);
    const endMs = Math.min(toMs, broadcast.endedAtMs ?? Infinity);
    if (startMs >= endMs) continue;
    const found = [...steadyMessages(channel, broadcast, startMs, endMs)];
    for (const event of reactedEvents(channel, broadcast, startMs, endMs)) found.push(...reaction(channel, event));
    messages.push(...found.filter((m) => m.sentAtMs >= startMs && m.sentAtMs < endMs));
  }
  return messages.sort((a, b) => a.sentAtMs - b.sentAtMs);
}

/** One of the channel's people. The index wraps around. */
export function chatterOf(channel: ScriptedChannel, index: number): Chatter {
  const at = index % chatterNames.length;
  const random = randomFrom(channel.seed, channel.id, "chatter", at);
  const displayName = chatterNames[at] ?? "Somebody";
  return {
    // Each platform numbers its people by itself.
    id: String((channel.platform === "twitch" ? 60_000_000 : 7_000_000) + at * 1013),
    login: displayName.toLowerCase(),
    displayName,
    color: pick(random, chatterColors),
    subscribedMonths: random() < 0.35 ? 1 + Math.floor(random() * 30) : 0,
  };
}

function reactedEvents(channel: ScriptedChannel, broadcast: Broadcast, fromMs: number, toMs: number): PictureEvent[] {
  if (!channel.reacts) return [];
  return pictureEvents(channel.loop, broadcast, fromMs - REACTION_LAG_MS - REACTION_MS, toMs);
}

function* steadyMessages(channel: ScriptedChannel, broadcast: Broadcast, fromMs: number, toMs: number) {
  for (let second = Math.floor(fromMs / 1000); second * 1000 < toMs; second++) {
    // The mood of a chat drifts: each twenty seconds are between 0.6 and 1.4 times as busy as usual.
    const mood = 0.6 + 0.8 * randomFrom(channel.seed, channel.id, "mood", Math.floor(second / 20))();
    const random = randomFrom(channel.seed, channel.id, broadcast.streamId, "steady", second);
    const count = poisson(random, channel.steadyPerSecond * mood);
    for (let i = 0; i < count; i++) {
      const sentAtMs = second * 1000 + Math.floor(random() * 1000);
      yield message(channel, random, sentAtMs, Math.floor(random() * REGULARS), steadyLines);
    }
  }
}

function* reaction(channel: ScriptedChannel, event: PictureEvent) {
  const random = randomFrom(channel.seed, channel.id, "reaction", event.id);
  const times = reactionTimes(random, event.fromMs + REACTION_LAG_MS);
  const first = Math.floor(random() * chatterNames.length);
  for (const [i, sentAtMs] of times.entries()) {
    // 17 shares no factor with the number of people, so everybody speaks once before anybody speaks twice.
    const asks = i > times.length * 0.25 && i % 14 === first % 14;
    yield message(channel, random, sentAtMs, first + i * 17, asks ? demandLines : reactionLines);
  }
}

/** The whole of a burst, oldest first. */
function burstMessages(channel: ScriptedChannel, burst: Burst): ScriptedMessage[] {
  const random = randomFrom(channel.seed, channel.id, "burst", burst.number, burst.atMs);
  const count = Math.min(20_000, Math.round(burst.seconds * burst.messagesPerSecond));
  return Array.from({ length: count }, (_, i) => {
    const sentAtMs = Math.floor(burst.atMs + (i * 1000) / burst.messagesPerSecond);
    return message(channel, random, sentAtMs, i % burst.chatters, burst.lines ?? reactionLines);
  });
}

function message(
  channel: ScriptedChannel,
  random: () => number,
  sentAtMs: number,
  chatterIndex: number,
  lines: readonly string[],
): ScriptedMessage {
  const text = withEmotes(channel.platform, pick(random, lines));
  return { id: uuidFrom(random), sentAtMs, chatter: chatterOf(channel, chatterIndex), text };
}
