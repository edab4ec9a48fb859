// What a listener owes: to each channel's monitor what it has heard, and to the platform the end of the subscriptions of a
// channel that has been removed.
import { z } from "zod";
import type { Platform } from "#core/channel/channel-ref.ts";
import { type ListenerReport, listenerReportSchema } from "#core/listener/listener-report.ts";
import { type Receiver, receiver } from "../outbox-receiver.ts";
import { monitorStub } from "../stubs.ts";
import type { ChannelsHeard } from "./channels-heard.ts";
import type { PlatformFeed } from "./platform-feed.ts";

const endSchema = z.object({ channelId: z.string() });

/** By channel id; and {@link theEnd}, which no platform has as an id. */
export type ListenerOwes = Record<string, ListenerReport | z.infer<typeof endSchema>>;

/** The receiver of channels that are not heard any more. */
export const theEnd = "unsubscribe";

interface Hearing {
  readonly channels: Pick<ChannelsHeard, "get" | "setWatched">;
  readonly feed: Pick<PlatformFeed, "unsubscribe">;
}

export function listenerReceivers(env: Env, platform: Platform, hearing: () => Hearing): (target: string) => Receiver {
  const ends = receiver(endSchema, async (messages) => {
    for (const { body } of messages) {
      // One that has come back meanwhile keeps what it has.
      if (!hearing().channels.get(body.channelId)) await hearing().feed.unsubscribe(body.channelId);
    }
    return "done";
  });
  const reports = (channelId: string) =>
    receiver(listenerReportSchema, async (messages) => {
      const heard = messages.map(({ body }) => body);
      const isWatched = await monitorStub(env, { platform, channelId }).receive(heard);
      hearing().channels.setWatched(channelId, isWatched);
      return "done";
    });
  return (target) => (target === theEnd ? ends : reports(target));
}
