// A channel's relay: where this page may read the stream through the deployment, and what that has cost.
import { z } from "zod";
import { relayUseSchema } from "#core/relay/relay-use.ts";
import { type ChannelName, pathOf } from "./channels.ts";
import { request } from "./request.ts";

const relayAnswerSchema = z.object({
  /** Null where the host of the channel's stream is not allowed. */
  address: z.string().nullable(),
  ticket: z.string().nullable(),
  use: relayUseSchema,
});
export type RelayAnswer = z.infer<typeof relayAnswerSchema>;

export async function getRelay(name: ChannelName): Promise<RelayAnswer> {
  return request(`${pathOf(name)}/relay`, relayAnswerSchema);
}
