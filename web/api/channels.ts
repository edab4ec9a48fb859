// The channels of this deployment.
import { z } from "zod";
import { channelSchema, type Channel } from "#core/channel/channel.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import { nothing, request } from "./request.ts";

/** Names a channel in paths. */
export interface ChannelName {
  readonly platform: Platform;
  readonly login: string;
}

/** A channel that is there already is answered the same way. */
export async function addChannel(address: string): Promise<Channel> {
  const answer = z.object({ channel: channelSchema });
  return (await request("/api/channels", answer, { method: "POST", body: { address } })).channel;
}

export async function removeChannel(name: ChannelName): Promise<void> {
  await request(pathOf(name), nothing, { method: "DELETE" });
}

/** The address of a channel in the interface. */
export function pathOf({ platform, login }: ChannelName): string {
  return `/api/channels/${platform}/${encodeURIComponent(login)}`;
}
