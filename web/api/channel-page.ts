// One channel in full: what its page shows, its settings, and clips made by hand.
import { z } from "zod";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { clipJobSchema } from "#core/clips/job/clip-job.ts";
import { channelSchema } from "#core/channel/channel.ts";
import { channelSettingsSchema, type ChannelSettings } from "#core/channel/channel-settings.ts";
import { momentSchema, type TimeRange } from "#core/moments/moment.ts";
import { sessionSchema } from "#core/session/session.ts";
import { type ChannelName, pathOf } from "./channels.ts";
import { ApiError, request } from "./request.ts";

const channelPageSchema = z.object({
  channel: channelSchema,
  settings: channelSettingsSchema,
  session: sessionSchema.nullable(),
  moments: z.array(momentSchema),
  jobs: z.array(clipJobSchema),
  candidates: z.array(candidateStateSchema),
});
export type ChannelPage = z.infer<typeof channelPageSchema>;

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
