// The demo world as data: who is on the two platforms, what they broadcast, and when something happens in the picture.
import type { Platform } from "#core/channel/channel-ref.ts";
import { loopMsOf, type Sample, type SampleEvent } from "./sample.ts";

/** One broadcast of a channel. The loop of the sample starts with it. Times are epoch milliseconds. */
export interface Broadcast {
  readonly streamId: string;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
}

export interface Loop {
  readonly durationMs: number;
  readonly events: readonly SampleEvent[];
}

/** Messages added by hand: `seconds` long, evenly spread, by `chatters` different people. */
export interface Burst {
  readonly number: number;
  readonly atMs: number;
  readonly seconds: number;
  readonly messagesPerSecond: number;
  readonly chatters: number;
  /** Lines to choose from; null for the script's own reactions. */
  readonly lines: readonly string[] | null;
}

export interface ScriptedChannel {
  readonly platform: Platform;
  /** The platform's numeric broadcaster id. */
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly title: string;
  readonly category: { readonly id: string; readonly name: string };
  readonly seed: string;
  /** Messages a second while nothing happens. */
  readonly steadyPerSecond: number;
  /** Whether anyone reacts to the picture. A small channel's chat takes no notice. */
  readonly reacts: boolean;
  /** Viewers around which the count wanders. */
  readonly viewers: number;
  readonly loop: Loop;
  /** Oldest first; only the last can be running. */
  readonly broadcasts: readonly Broadcast[];
  readonly bursts: readonly Burst[];
}

export interface DemoUser {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
}

/** Who can sign in. The first is the deployment's owner, the second is nobody's member. */
export const demoUsers: Record<Platform, readonly DemoUser[]> = {
  twitch: [
    { id: "90001", login: "hypecut_demo", displayName: "Hypecut_Demo" },
    { id: "90002", login: "someone_else", displayName: "Someone_Else" },
  ],
  kick: [
    { id: "95001", login: "hypecut_demo", displayName: "hypecut_demo" },
    { id: "95002", login: "someone_else", displayName: "someone_else" },
  ],
};

export interface WorldOptions {
  readonly sample: Sample;
  readonly seed: string;
  readonly startMs: number;
  /** How long after the start the first event of `neon_rally` comes; `pixel_harbor`'s comes 7 s later. */
  readonly firstEventInMs: number;
  /** The broadcasts that run at the start are at least this old. */
  readonly streamAgeMs: number;
}

/** The channels at the start of the simulation. */
export function demoWorld(options: WorldOptions): readonly ScriptedChannel[] {
  const loop = { durationMs: loopMsOf(options.sample), events: options.sample.events };
  const startFor = (firstEventInMs: number) => broadcastStart(loop, { ...options, firstEventInMs });
  const racing = { id: "1188200", name: "Neon Circuit" };
  const common = { loop, bursts: [], reacts: true, steadyPerSecond: 0.7, viewers: 1240, seed: options.seed };
  const live = (id: string, startedAtMs: number): Broadcast[] => [{ streamId: id, startedAtMs, endedAtMs: null }];
  return [
    {
      ...common,
      platform: "twitch",
      id: "70001",
      login: "neon_rally",
      displayName: "Neon_Rally",
      title: "no-brakes night: can we beat the boss?",
      category: racing,
      broadcasts: live("41000000001", startFor(options.firstEventInMs)),
    },
    {
      ...common,
      platform: "twitch",
      id: "70002",
      login: "velvet_orbit",
      displayName: "Velvet_Orbit",
      title: "back on friday",
      category: racing,
      broadcasts: [],
    },
    {
      ...common,
      platform: "twitch",
      id: "70003",
      login: "slow_lantern",
      displayName: "Slow_Lantern",
      title: "quiet laps and tea",
      category: racing,
      steadyPerSecond: 0.06,
      reacts: false,
      viewers: 14,
      broadcasts: live("41000000003", startFor(options.firstEventInMs)),
    },
    {
      ...common,
      platform: "kick",
      id: "80001",
      login: "pixel_harbor",
      displayName: "pixel_harbor",
      title: "harbour cup, last round",
      category: { id: "4021", name: "Neon Circuit" },
      viewers: 860,
      broadcasts: live("52000000001", startFor(options.firstEventInMs + 7000)),
    },
    {
      ...common,
      platform: "kick",
      id: "80002",
      login: "copper_finch",
      displayName: "copper_finch",
      title: "away",
      category: { id: "4021", name: "Neon Circuit" },
      broadcasts: [],
    },
  ];
}

/** The broadcast that runs at a time, or null. */
export function broadcastAt(channel: ScriptedChannel, atMs: number): Broadcast | null {
  return channel.broadcasts.find((b) => b.startedAtMs <= atMs && (b.endedAtMs === null || atMs < b.endedAtMs)) ?? null;
}

/** An event of the picture in one broadcast. */
export interface PictureEvent {
  /** `41000000001-impossible-jump-0`: broadcast, event and round of the loop. */
  readonly id: string;
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Picture events with `fromMs` in the range (from inclusive, to exclusive), in order, of a broadcast. */
export function pictureEvents(loop: Loop, broadcast: Broadcast, fromMs: number, toMs: number): PictureEvent[] {
  const { startedAtMs, endedAtMs, streamId } = broadcast;
  const endMs = Math.min(toMs, endedAtMs ?? Infinity);
  const first = Math.max(0, Math.floor((fromMs - startedAtMs) / loop.durationMs));
  const last = Math.floor((endMs - startedAtMs) / loop.durationMs);
  // 1000 rounds are more than a day; nobody asks about more at once.
  if (last - first > 1000) throw new RangeError("the range is too long");
  const found: PictureEvent[] = [];
  for (let round = first; round <= last; round++) {
    for (const event of loop.events) {
      const eventMs = startedAtMs + round * loop.durationMs + event.atSeconds * 1000;
      if (eventMs < fromMs || eventMs >= endMs) continue;
      const id = `${streamId}-${event.id}-${round}`;
      found.push({ id, title: event.title, fromMs: eventMs, toMs: eventMs + event.durationSeconds * 1000 });
    }
  }
  return found.sort((a, b) => a.fromMs - b.fromMs);
}

/** A start on a whole second, old enough, from which the next event is the one that comes `firstEventInMs` from now. */
function broadcastStart(loop: Loop, options: WorldOptions): number {
  const startMs = Math.floor(options.startMs / 1000) * 1000;
  const untilNext = (ageMs: number) =>
    Math.min(...loop.events.map((event) => modulo(event.atSeconds * 1000 - ageMs, loop.durationMs)));
  for (let ageMs = Math.ceil(options.streamAgeMs / 1000) * 1000, tried = 0; tried < 3600; ageMs += 1000, tried++) {
    if (Math.abs(untilNext(ageMs) - options.firstEventInMs) < 1000) return startMs - ageMs;
  }
  // No event of the loop is that far from the one before it: the age alone decides.
  return startMs - Math.ceil(options.streamAgeMs / 1000) * 1000;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
