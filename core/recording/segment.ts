// A recorded segment: one immutable file of the stream and what the recording's index says of it.
import { z } from "zod";

export const segmentSchema = z.object({
  /** Media sequence number in the playlist. */
  sequence: z.number().int().nonnegative(),
  /** Counts the discontinuities before it; segments of one run share timestamps. */
  run: z.number().int().nonnegative(),
  /** When its first picture was broadcast, from EXT-X-PROGRAM-DATE-TIME, epoch milliseconds. */
  startMs: z.number(),
  durationMs: z.number().positive(),
  /** File name within the recording's folder. */
  file: z.string().max(80),
  bytes: z.number().int().positive(),
  /** File name of the fMP4 initialization section it needs; null for MPEG-TS. */
  initFile: z.string().max(80).nullable(),
});
export type Segment = z.infer<typeof segmentSchema>;
