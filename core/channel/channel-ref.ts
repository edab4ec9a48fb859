// The platforms, and how a channel on one of them is named everywhere else: `twitch:1337`.
import { z } from "zod";

export const platforms = ["twitch", "kick"] as const;
export const platformSchema = z.enum(platforms);
export type Platform = z.infer<typeof platformSchema>;

/** A channel's permanent identity. `channelId` is the platform's numeric broadcaster id, as text; logins change, ids do not. */
export const channelRefSchema = z.object({
  platform: platformSchema,
  channelId: z.string().regex(/^\d{1,20}$/),
});
export type ChannelRef = z.infer<typeof channelRefSchema>;

/** `twitch:1337`: the name of the channel's Durable Objects and the key of its rows. */
export type ChannelKey = `${Platform}:${string}`;

export function channelKey(ref: ChannelRef): ChannelKey {
  return `${ref.platform}:${ref.channelId}`;
}

/** The inverse of {@link channelKey}; null for anything that is not such a key. */
export function parseChannelKey(key: string): ChannelRef | null {
  const [platform, channelId, ...rest] = key.split(":");
  if (rest.length > 0) return null;
  return channelRefSchema.safeParse({ platform, channelId }).data ?? null;
}
