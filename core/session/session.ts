// A session: one broadcast of one channel, from going live to the end.
import { z } from "zod";
import { channelRefSchema } from "#core/channel/channel-ref.ts";
import { lineSchema } from "#core/text/clean-line.ts";

export const sessionSchema = channelRefSchema.extend({
  /** `twitch-1337-1732165200000`: platform, channel, start. The same broadcast always gets the same id. */
  id: z.string().max(80),
  /** The platform's own id of the broadcast; null where it has none. */
  streamId: z.string().max(40).nullable(),
  /** Counts from 1 within the channel; shown as `s005` in file names. */
  number: z.number().int().positive(),
  title: lineSchema(300),
  startedAtMs: z.number().int(),
  /** Null while it runs. */
  endedAtMs: z.number().int().nullable(),
  viewerCount: z.number().int().nonnegative().nullable(),
  peakViewerCount: z.number().int().nonnegative(),
});
export type Session = z.infer<typeof sessionSchema>;
