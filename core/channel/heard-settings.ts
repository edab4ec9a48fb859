// What a listener needs of a channel's settings: the person's choices, and what their feedback says of each trigger.
import { z } from "zod";
import { channelSettingsSchema } from "#core/channel/channel-settings.ts";
import { triggerTypes } from "#core/moments/moment.ts";

export const heardSettingsSchema = channelSettingsSchema.extend({
  /** Left out where nobody has said anything, or where feedback is switched off. */
  triggerWeights: z.partialRecord(z.enum(triggerTypes), z.number()).optional(),
});
export type HeardSettings = z.infer<typeof heardSettingsSchema>;
