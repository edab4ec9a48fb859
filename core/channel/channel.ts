// A channel: its identity, and the names people know it by.
import { z } from "zod";
import { channelRefSchema } from "#core/channel/channel-ref.ts";

export const channelSchema = channelRefSchema.extend({ login: z.string().max(60), displayName: z.string().max(80) });
export type Channel = z.infer<typeof channelSchema>;
