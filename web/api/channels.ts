// The channels of this deployment, and one of them in full.
import { z } from "zod";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { clipJobSchema } from "#core/clips/job/clip-job.ts";
import { channelSchema, type Channel } from "#core/channel/channel.ts";
import { channelSettingsSchema, type ChannelSettings } from "#core/channel/channel-settings.ts";
import { momentSchema, type TimeRange } from "#core/moments/moment.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import { sessionSchema } from "#core/session/session.ts";
import { ApiError, nothing, request } from "./request.ts";

const channelPageSchema = z.object({
  channel: channelSchema,
  settings: channelSettingsSchema,
  session: sessionSchema.nullable(),
  moments: z.array(momentSchema),
  jobs: z.array(clipJobSchema),
  candidates: z.array(candidateStateSchema),
});
export type ChannelPage = z.infer<typeof channelPageSchema>;

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

export async function getChannel(name: ChannelName): Promise<ChannelPage> {
  return request(pathOf(name), channelPageSchema);
}

export async function changeSettings(
  name: ChannelName,
  change: Partial<Omit<ChannelSettings, "version">>,
): Promise<ChannelSettings> {
  const answer = z.object({ settings: channelSettingsSchema });
  return (await request(`${pathOf(name)}/settings`, answer, { method: "PATCH", body: change })).settings;
}

const clipNowSchema = z.object({ moment: momentSchema.nullable(), job: clipJobSchema });

/** Asks once more when no answer came; the request id makes one clip of a request that reaches the server twice. */
export async function clipNow(name: ChannelName, range: TimeRange): Promise<z.infer<typeof clipNowSchema>> {
  const body = { ...range, requestId: crypto.randomUUID() };
  const ask = () => request(`${pathOf(name)}/clip-now`, clipNowSchema, { method: "POST", body });
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "unreachable") throw error;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return ask();
  }
}

/** The address of a channel in the interface. */
export function pathOf({ platform, login }: ChannelName): string {
  return `/api/channels/${platform}/${encodeURIComponent(login)}`;
}
