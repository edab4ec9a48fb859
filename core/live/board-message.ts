// What travels over the live socket of the dashboard: all channels, what waits for approval, and the clips at work.
import { z } from "zod";
import { connectedAccountSchema } from "#core/accounts/connected-account.ts";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { clipFlagsSchema } from "#core/clips/board/clip-flags.ts";
import { clipJobSchema } from "#core/clips/job/clip-job.ts";
import { channelSummarySchema } from "#core/channel/channel-summary.ts";

/** Messages between objects, or to the database, that nobody will ever take: 0, or a bug to be looked at. */
const setAside = z.number().int().nonnegative();

/** Server to dashboard. `snapshot` comes once after connecting and replaces all the page knows. */
export const boardMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    serverNowMs: z.number(),
    channels: z.array(channelSummarySchema),
    /** What waits for approval, oldest first. */
    candidates: z.array(candidateStateSchema),
    /** Jobs that run and those that ended within a day, oldest first. */
    jobs: z.array(clipJobSchema),
    flags: clipFlagsSchema,
    accounts: z.array(connectedAccountSchema),
    setAside,
  }),
  /** Channels that are new or have changed, at most once a second; the page replaces by key. A removal is a `snapshot`. */
  z.object({ type: z.literal("channels"), channels: z.array(channelSummarySchema) }),
  /** One that is no longer `pending_approval` leaves the queue. */
  z.object({ type: z.literal("candidate"), candidate: candidateStateSchema }),
  z.object({ type: z.literal("job"), job: clipJobSchema }),
  z.object({ type: z.literal("flags"), flags: clipFlagsSchema }),
  z.object({ type: z.literal("accounts"), accounts: z.array(connectedAccountSchema) }),
  z.object({ type: z.literal("set_aside"), setAside }),
]);
export type BoardMessage = z.infer<typeof boardMessageSchema>;
