// How a channel's chat reaches us just now.
import { z } from "zod";

export const feedSchema = z.object({
  status: z.enum(["idle", "connecting", "connected", "reconnecting", "blocked"]),
  /** Arrival time less event time of recent messages, median, milliseconds; null before any. */
  lagMs: z.number().nullable(),
  /** Frames that could not be understood since the session began. */
  badFrames: z.number().int().nonnegative(),
  /** Events of a kind that this version does not know, since the session began. */
  unknownEvents: z.number().int().nonnegative(),
  detail: z.string().max(200).nullable(),
});
export type Feed = z.infer<typeof feedSchema>;

/** A channel nobody hears yet. */
export const emptyFeed: Feed = { status: "idle", lagMs: null, badFrames: 0, unknownEvents: 0, detail: null };
