// What a judge may know of the demo world: its events with the reactions they caused, and its viewers at any time.
import { scriptedChatBetween } from "./chat-script.ts";
import { randomFrom } from "./random.ts";
import { DECAY_MS, REACTION_LAG_MS, REACTION_MS, RISE_MS } from "./reaction.ts";
import { broadcastAt, pictureEvents, type Broadcast, type ScriptedChannel } from "./world.ts";

export interface ScriptedEvent {
  readonly id: string;
  readonly title: string;
  /** The strongest picture of the event and its end, in broadcast time (the playlist's program date-time). */
  readonly pictureFromMs: number;
  readonly pictureToMs: number;
  /**
   * Going back second by second from the peak: the last whole second that, with the two after it, still brings at least
   * six messages and three times what three seconds brought on average in the twenty seconds before the picture.
   */
  readonly reactionOnsetMs: number;
  /** Middle of the three whole seconds after the picture with the most messages; the earliest such. */
  readonly reactionPeakMs: number;
}

/**
 * The events of the picture with `pictureFromMs` in the range (from inclusive, to exclusive) to which the chat reacts,
 * oldest first. Onset and peak are measured on the generated messages, without bursts added by hand; an event whose
 * broadcast ends before the reaction does is left out.
 */
export function eventsBetween(channel: ScriptedChannel, fromMs: number, toMs: number): ScriptedEvent[] {
  if (!channel.reacts) return [];
  return channel.broadcasts.flatMap((broadcast) =>
    pictureEvents(channel.loop, broadcast, fromMs, toMs).flatMap((event) => {
      const times = reactionOf(channel, broadcast, event.fromMs);
      const { id, title } = event;
      return times === null ? [] : [{ id, title, pictureFromMs: event.fromMs, pictureToMs: event.toMs, ...times }];
    }),
  );
}

/** Viewers at a time: 0 while offline, else a slow wander of about 2 %, and 4 to 8 % more after an event. */
export function viewersAt(channel: ScriptedChannel, atMs: number): number {
  const broadcast = broadcastAt(channel, atMs);
  if (broadcast === null) return 0;
  const phase = randomFrom(channel.seed, channel.id, "viewers")() * 2 * Math.PI;
  const wander = 0.013 * Math.sin(atMs / 71_000 + phase) + 0.007 * Math.sin(atMs / 23_000 + 2 * phase);
  return Math.round(channel.viewers * (1 + wander) * (1 + excitement(channel, broadcast, atMs)));
}

function reactionOf(channel: ScriptedChannel, broadcast: Broadcast, pictureMs: number) {
  const endMs = Math.ceil((pictureMs + REACTION_LAG_MS + REACTION_MS) / 1000) * 1000;
  if (broadcast.endedAtMs !== null && broadcast.endedAtMs < endMs) return null;
  const chat = scriptedChatBetween(channel, pictureMs - 20_000, endMs + 3000);
  const within = (fromMs: number, toMs: number) => chat.filter((m) => m.sentAtMs >= fromMs && m.sentAtMs < toMs).length;
  const before = (within(pictureMs - 20_000, pictureMs) * 3) / 20;
  const starts: number[] = [];
  for (let ms = Math.ceil(pictureMs / 1000) * 1000; ms < endMs; ms += 1000) starts.push(ms);
  const messages = starts.map((ms) => within(ms, ms + 3000));
  const busiest = messages.indexOf(Math.max(...messages));
  const floor = Math.max(6, 3 * before);
  const quiet = messages.findLastIndex((count, i) => i < busiest && count < floor);
  const [onsetMs, peakMs] = [starts[quiet + 1], starts[busiest]];
  if (onsetMs === undefined || peakMs === undefined) return null;
  return { reactionOnsetMs: onsetMs, reactionPeakMs: peakMs + 1500 };
}

/** People tell others: a rise over the time of the reaction, then half of it is gone each forty seconds. */
function excitement(channel: ScriptedChannel, broadcast: Broadcast, atMs: number): number {
  if (!channel.reacts) return 0;
  return pictureEvents(channel.loop, broadcast, atMs - 240_000, atMs).reduce((sum, event) => {
    const t = atMs - event.fromMs - REACTION_LAG_MS - RISE_MS / 2;
    if (t < 0) return sum;
    const gain = 0.04 + 0.04 * randomFrom(channel.seed, channel.id, "crowd", event.id)();
    return sum + (t < DECAY_MS ? (gain * t) / DECAY_MS : gain * 0.5 ** ((t - DECAY_MS) / 40_000));
  }, 0);
}
