// Chooses the listener that hears a new channel: the first of its platform with room.
import { maxChannelsPerListener } from "#core/listener/heartbeat.ts";
import type { Platform } from "#core/channel/channel-ref.ts";

/** `assigned` are the listeners of all present channels, one entry a channel. Returns `platform:shard`. */
export function assignListener(platform: Platform, assigned: readonly string[]): string {
  const load = new Map<string, number>();
  for (const name of assigned) load.set(name, (load.get(name) ?? 0) + 1);
  // At most one listener more than there are channels is ever looked at, so the loop ends.
  for (let shard = 0; shard < assigned.length; shard++) {
    if ((load.get(`${platform}:${shard}`) ?? 0) < maxChannelsPerListener) return `${platform}:${shard}`;
  }
  return `${platform}:${assigned.length}`;
}
