// What the dashboard shows of a channel.
import { z } from "zod";
import { channelSchema } from "#core/channel/channel.ts";
import { feedSchema } from "#core/channel/feed.ts";

export const channelSummarySchema = channelSchema.extend({
  isLive: z.boolean(),
  title: z.string().max(300),
  viewerCount: z.number().int().nonnegative().nullable(),
  startedAtMs: z.number().int().nullable(),
  /** Moments and ready clips of the present or the last session. */
  moments: z.number().int().nonnegative(),
  clipsReady: z.number().int().nonnegative(),
  feed: feedSchema,
});
export type ChannelSummary = z.infer<typeof channelSummarySchema>;
