// What the page shows of people's feedback: their answers to the moments, and what each trigger has come to count.
import { z } from "zod";
import { triggerFeedbackSchema, verdictSchema } from "#core/moments/trigger-weights.ts";

export const channelFeedbackSchema = z.object({
  verdicts: z.array(z.object({ momentId: z.string().max(80), verdict: verdictSchema })).max(500),
  triggers: z.array(triggerFeedbackSchema).max(20),
});
export type ChannelFeedback = z.infer<typeof channelFeedbackSchema>;

export const noFeedback: ChannelFeedback = { verdicts: [], triggers: [] };
