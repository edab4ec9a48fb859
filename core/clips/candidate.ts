// A clip candidate: a moment, or a person's wish, that waits for approval.
import { z } from "zod";
import { candidateSources, type clipJobSchema } from "#core/clips/clip-job.ts";
import type { Moment, TriggerType } from "#core/moments/moment.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";
import { channelRefSchema } from "#core/platform.ts";

export const candidateSchema = z.object({
  schema: z.literal("clip_candidate.v1"),
  candidateId: z.string().max(120),
  /** The same moment always has the same key, so that a redelivery makes no second candidate. */
  dedupeKey: z.string().max(160),
  channel: channelRefSchema,
  login: z.string().max(60),
  sessionId: z.string().max(80),
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

export type CandidateStatus = "pending_approval" | "approved" | "rejected" | "expired";

/** One table from triggers to the four sources an operator knows; the first trigger of a moment decides. */
const sourceOf: Record<TriggerType, z.infer<typeof clipJobSchema>["candidateSource"]> = {
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
