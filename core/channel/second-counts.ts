// What was counted in one second of a channel.
import { z } from "zod";

export const secondCountsSchema = z.object({
  /** Start of the second, epoch milliseconds of event time. */
  atMs: z.number().int(),
  messages: z.number().int().nonnegative(),
  /** Chatters not seen in the ten seconds before. */
  chatters: z.number().int().nonnegative(),
  /** Short emotional messages: emotes, laughter, capitals, stretched letters. */
  reactions: z.number().int().nonnegative(),
  /** People who ask for a clip. */
  demand: z.number().int().nonnegative(),
  /** Viewers as last polled; null before the first poll. */
  viewers: z.number().int().nonnegative().nullable(),
});
export type SecondCounts = z.infer<typeof secondCountsSchema>;
