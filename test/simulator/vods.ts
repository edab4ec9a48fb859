// The recordings of whole broadcasts, which grow while the broadcast runs.
import type { ClipRule } from "./clip-rules.ts";
import type { Broadcast, ScriptedChannel } from "./world.ts";

export interface Vod {
  readonly id: string;
  readonly channel: ScriptedChannel;
  readonly broadcast: Broadcast;
  /** Whole seconds that can be watched now. */
  readonly seconds: number;
}

export function vodId({ streamId }: Broadcast): string {
  return String(2_000_000_000 + (Number(streamId) % 1_000_000_000));
}

/** A channel's recordings, newest first; one of which there is nothing to watch yet is left out. */
export function vodsOf(channel: ScriptedChannel, rule: ClipRule, nowMs: number): Vod[] {
  if (!rule.isRecorded) return [];
  return channel.broadcasts
    .map((broadcast) => {
      const endMs = broadcast.endedAtMs ?? nowMs - rule.vodLagMs;
      const seconds = Math.floor((endMs - broadcast.startedAtMs) / 1000);
      return { id: vodId(broadcast), channel, broadcast, seconds };
    })
    .filter(({ seconds }) => seconds > 0)
    .toReversed();
}

/** `1h3m21s`, `3m21s`, `21s`. */
export function vodDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${h > 0 ? `${h}h` : ""}${h > 0 || m > 0 ? `${m}m` : ""}${s}s`;
}
