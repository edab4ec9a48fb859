// What travels over the live socket of the dashboard: all channels, what waits for approval, and the clips at work.
import { z } from "zod";
import { twitchAccountSchema } from "#core/accounts/twitch-account.ts";
import { candidateSchema, candidateStatuses } from "#core/clips/candidate.ts";
import { clipFlagsSchema } from "#core/clips/clip-flags.ts";
import { clipJobSchema } from "#core/clips/clip-job.ts";
import { channelSummarySchema } from "#core/live/channel-summary.ts";

/** A candidate with its standing. */
export const boardActionSchema = z.object({
  candidate: candidateSchema,
  status: z.enum(candidateStatuses),
  /** The job it became. */
  jobId: z.string().max(120).nullable(),
});
export type BoardAction = z.infer<typeof boardActionSchema>;

/** Server to dashboard. `snapshot` comes once after connecting and replaces all the page knows. */
export const boardMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    serverNowMs: z.number(),
    channels: z.array(channelSummarySchema),
    /** What waits for approval, oldest first. */
    actions: z.array(boardActionSchema),
    /** Jobs that run and those that ended within a day, oldest first. */
    jobs: z.array(clipJobSchema),
    flags: clipFlagsSchema,
    accounts: z.array(twitchAccountSchema),
  }),
  /** Channels that are new or have changed, at most once a second; the page replaces by key. A removal is a `snapshot`. */
  z.object({ type: z.literal("channels"), channels: z.array(channelSummarySchema) }),
  /** One that is no longer `pending_approval` leaves the queue. */
  z.object({ type: z.literal("action"), action: boardActionSchema }),
  z.object({ type: z.literal("job"), job: clipJobSchema }),
  z.object({ type: z.literal("flags"), flags: clipFlagsSchema }),
  z.object({ type: z.literal("accounts"), accounts: z.array(twitchAccountSchema) }),
]);
export type BoardMessage = z.infer<typeof boardMessageSchema>;
