// What a listener tells the monitor of a channel. Each may come twice; none may be lost.
import { z } from "zod";
import { feedSchema } from "#core/channel/feed.ts";
import { detectedMomentSchema } from "#core/moments/moment.ts";
import { minuteCountsSchema } from "#core/session/minute-counts.ts";
import { liveReportSchema } from "#core/session/session-step.ts";

export const listenerReportSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("live"), report: liveReportSchema }),
  z.object({
    type: z.literal("moment"),
    /** Makes a repeated report recognisable. */
    id: z.string().max(80),
    moment: detectedMomentSchema,
    /** What chat said, for the candidate alone. */
    excerpt: z.string().nullish(),
  }),
  /** The counts of one minute; a later report of the same minute knows more. */
  z.object({ type: z.literal("minute"), minute: minuteCountsSchema }),
  /** How chat reaches us now: when that changes, and once a minute for its figures. */
  z.object({ type: z.literal("feed"), feed: feedSchema }),
]);
export type ListenerReport = z.infer<typeof listenerReportSchema>;
