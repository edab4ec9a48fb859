// What a person may set for a channel.
import { z } from "zod";
import { maxBroadcastLatencyMs } from "#core/capture/broadcast-latency.ts";
import { approvalRulesSchema } from "#core/clips/candidate/approval-rule.ts";
import { relaySettingsSchema } from "#core/relay/relay-settings.ts";
import { detectionChoicesSchema } from "#core/channel/detection-choices.ts";

/** One a minute: more would be no choice any more. */
export const maxAlarmsPerHour = 60;

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
  alarmsPerHour: z.number().min(0.5).max(maxAlarmsPerHour),
  /** This channel's own numbers; what is left out is the default. */
  detection: detectionChoicesSchema.optional(),
  /** Whether what people keep and discard changes how much each trigger counts. Left out: it does. */
  usesFeedback: z.boolean().optional(),
  /** Whether a clip candidate carries a short excerpt of what chat said. Left out: it does. */
  keepsExcerpt: z.boolean().optional(),
  /** Which hosts the deployment reads for the pages of this channel. Left out: none. */
  relay: relaySettingsSchema.optional(),
  /** How far what the platform's player shows is behind what happens. Null or left out: what the player says, else what is usual. */
  broadcastLatencyMs: z.number().int().nonnegative().max(maxBroadcastLatencyMs).nullable().optional(),
});
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

/** What a new channel starts with. */
export const defaultSettings: ChannelSettings = {
  version: 0,
  hlsUrl: null,
  autoApprove: false,
  profile: "adaptive",
  alarmsPerHour: 4,
};
