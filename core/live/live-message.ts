// What travels over the live socket of a channel's page.
import { z } from "zod";
import { approvalRulesSchema } from "#core/clips/approval-rule.ts";
import { clipJobSchema } from "#core/clips/clip-job.ts";
import { channelFeedbackSchema } from "#core/live/channel-feedback.ts";
import { detectionChoicesSchema } from "#core/live/detection-choices.ts";
import { channelRefSchema } from "#core/platform.ts";
import { momentSchema } from "#core/moments/moment.ts";
import { sessionSchema } from "#core/session/session.ts";

/** One second of a channel, counts only. */
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

/** How the channel's chat reaches us just now. */
export const feedSchema = z.object({
  status: z.enum(["idle", "connecting", "connected", "reconnecting", "blocked"]),
  /** Arrival time less event time of recent messages, median, milliseconds; null before any. */
  lagMs: z.number().nullable(),
  /** Frames that could not be understood since the session began. */
  badFrames: z.number().int().nonnegative(),
  /** Events of a kind that this version does not know, since the session began; a feed kept by an older one has none. */
  unknownEvents: z.number().int().nonnegative().default(0),
  detail: z.string().max(200).nullable(),
});
export type Feed = z.infer<typeof feedSchema>;

export const channelSettingsSchema = z.object({
  version: z.number().int().nonnegative(),
  /** Where the page finds the stream's HLS playlist; null until someone sets it. */
  hlsUrl: z.url().max(2000).nullable(),
  /** Approve candidates without asking. Off for a new channel. */
  autoApprove: z.boolean(),
  /** Which candidates that is meant for. Left out: all of them. */
  autoApproveRules: approvalRulesSchema.optional(),
  profile: z.enum(["seed", "adaptive"]),
  /** Adaptive profile: about how many moments an hour a person wants to be told of. */
  alarmsPerHour: z.number().min(0.5).max(60),
  /** This channel's own numbers; what is left out is the default. */
  detection: detectionChoicesSchema.optional(),
  /** Whether what people keep and discard changes how much each trigger counts. Left out: it does. */
  usesFeedback: z.boolean().optional(),
  /** Whether a clip candidate carries a short excerpt of what chat said. Left out: it does. */
  keepsExcerpt: z.boolean().optional(),
});
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

export const channelSchema = channelRefSchema.extend({ login: z.string().max(60), displayName: z.string().max(80) });
export type Channel = z.infer<typeof channelSchema>;

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
    recorders: z.array(recorderReportSchema),
  }),
  z.object({ type: z.literal("counts"), counts: z.array(secondCountsSchema), feed: feedSchema }),
  z.object({ type: z.literal("session"), session: sessionSchema.nullable() }),
  z.object({ type: z.literal("moment"), moment: momentSchema }),
  z.object({ type: z.literal("job"), job: clipJobSchema }),
  z.object({ type: z.literal("settings"), settings: channelSettingsSchema }),
  /** Follows each snapshot, and comes again whenever somebody keeps or discards a moment. */
  z.object({ type: z.literal("feedback"), feedback: channelFeedbackSchema }),
  z.object({ type: z.literal("recorders"), recorders: z.array(recorderReportSchema) }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Page to server. Anything else is dropped and counted. */
export const pageMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("recorder"), report: recorderReportSchema }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** A channel nobody hears yet. */
export const emptyFeed: Feed = { status: "idle", lagMs: null, badFrames: 0, unknownEvents: 0, detail: null };

/** What a new channel starts with. */
export const defaultSettings: ChannelSettings = {
  version: 0,
  hlsUrl: null,
  autoApprove: false,
  profile: "adaptive",
  alarmsPerHour: 4,
};
