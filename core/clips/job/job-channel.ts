// Finds the channel, and so the desk, from a job's or a candidate's id: both begin with `platform-channelId-`.
import { type ChannelRef, channelRefSchema } from "#core/channel/channel-ref.ts";

/** Null for anything that is not such an id. */
export function jobChannel(id: string): ChannelRef | null {
  const [platform, channelId, rest] = id.split("-", 3);
  if (!rest) return null;
  return channelRefSchema.safeParse({ platform, channelId }).data ?? null;
}
