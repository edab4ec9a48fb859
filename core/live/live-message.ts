// What travels over the live socket of a channel's page.
import { z } from "zod";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { clipJobSchema } from "#core/clips/job/clip-job.ts";
import { channelFeedbackSchema } from "#core/channel/channel-feedback.ts";
import { channelSchema } from "#core/channel/channel.ts";
import { channelSettingsSchema } from "#core/channel/channel-settings.ts";
import { feedSchema } from "#core/channel/feed.ts";
import { secondCountsSchema } from "#core/channel/second-counts.ts";
import { momentSchema } from "#core/moments/moment.ts";
import { sessionSchema } from "#core/session/session.ts";

/** A recorder as its page reports it, so that others can see who holds which footage. */
export const recorderReportSchema = z.object({
  pageId: z.string().max(64),
  recording: z.boolean(),
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
});
export type RecorderReport = z.infer<typeof recorderReportSchema>;

/** Server to page. `snapshot` comes once after connecting and replaces all the page knows. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    serverNowMs: z.number(),
    channel: channelSchema,
    settings: channelSettingsSchema,
    session: sessionSchema.nullable(),
    feed: feedSchema,
    counts: z.array(secondCountsSchema),
    moments: z.array(momentSchema),
    jobs: z.array(clipJobSchema),
    /** What waits for approval, oldest first. */
    candidates: z.array(candidateStateSchema),
    recorders: z.array(recorderReportSchema),
  }),
  z.object({ type: z.literal("counts"), counts: z.array(secondCountsSchema), feed: feedSchema }),
  z.object({ type: z.literal("session"), session: sessionSchema.nullable() }),
  z.object({ type: z.literal("moment"), moment: momentSchema }),
  z.object({ type: z.literal("job"), job: clipJobSchema }),
  /** One that is no longer `pending_approval` leaves the queue. */
  z.object({ type: z.literal("candidate"), candidate: candidateStateSchema }),
  z.object({ type: z.literal("settings"), settings: channelSettingsSchema }),
  /** Follows each snapshot, and comes again whenever somebody keeps or discards a moment. */
  z.object({ type: z.literal("feedback"), feedback: channelFeedbackSchema }),
  z.object({ type: z.literal("recorders"), recorders: z.array(recorderReportSchema) }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Page to server. Anything else is dropped. */
export const pageMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("recorder"), report: recorderReportSchema }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;
