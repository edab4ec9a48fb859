// A channel: its identity, and the names people know it by.
import type { z } from "zod";
import { channelRefSchema } from "#core/channel/channel-ref.ts";
import { lineSchema } from "#core/text/clean-line.ts";

export const channelSchema = channelRefSchema.extend({ login: lineSchema(60), displayName: lineSchema(80) });
export type Channel = z.infer<typeof channelSchema>;
