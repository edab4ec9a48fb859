// A clip candidate: a moment, or a person's wish, that waits for approval.
import { z } from "zod";
import { candidateSources } from "#core/clips/job/clip-job.ts";
import { clipModes, maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import type { Moment, TriggerType } from "#core/moments/moment.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";
import { channelRefSchema } from "#core/channel/channel-ref.ts";

export const candidateSchema = z.object({
  kind: z.literal("clip_candidate"),
  /** The level an operator knows from other suggestions: nothing happens unless somebody approves. */
  risk: z.literal("suggest_streamer"),
  schema: z.literal("clip_candidate.v1"),
  candidateId: z.string().max(120),
  /** A hash of source, time window and text: what is proposed again has the same key and makes no second candidate. */
  dedupeKey: z.string().max(160),
  /** `channelId` is the numeric broadcaster id. */
  channel: channelRefSchema,
  login: z.string().max(60),
  sessionId: z.string().max(80),
  /** The platform's id of the broadcast, by which its VOD is found; null where the platform has none. */
  streamId: z.string().max(40).nullable(),
  /** How Twitch would be asked: of the stream that runs, or of its recording. */
  mode: z.enum(clipModes),
  /** Length of `range`, seconds, to a tenth. */
  suggestedDurationSeconds: z.number().min(minClipSeconds).max(maxClipSeconds),
  /** A short cleaned excerpt of what chat said; null where the channel's setting turns it off. */
  contextExcerpt: z.string().max(240).nullable(),
  momentId: z.string().max(80).nullable(),
  momentNumber: z.number().int().nonnegative(),
  source: z.enum(candidateSources),
  sourceTsMs: z.number().int(),
  confidence: z.number().min(0).max(1),
  title: z.string().max(140),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  /** Approved without asking: by the channel's rule, or because a person made it. */
  isPreapproved: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const candidateStatuses = ["pending_approval", "approved", "rejected", "expired"] as const;
export type CandidateStatus = (typeof candidateStatuses)[number];

/** A candidate with its standing. */
export const candidateStateSchema = candidateSchema.extend({
  status: z.enum(candidateStatuses),
  /** The job it became. */
  jobId: z.string().max(120).nullable(),
});
export type CandidateState = z.infer<typeof candidateStateSchema>;

/** One table from triggers to the four sources an operator knows; the first trigger of a moment decides. */
const sourceOf: Record<TriggerType, (typeof candidateSources)[number]> = {
  viewer_spike: "autonomy_goal",
  chat_velocity: "chat_spike",
  keyword: "keyword",
  emote_spam: "chat_spike",
  clip_demand: "keyword",
  alert: "autonomy_goal",
  vision: "autonomy_goal",
  manual: "manual",
};

export function candidateSource(moment: Pick<Moment, "triggers">): Candidate["source"] {
  return sourceOf[moment.triggers[0]?.type ?? "manual"];
}
