// The calls to Twitch's Helix that an app token may make.
import type { Channel } from "#core/channel/channel.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { PlatformApp } from "../config.ts";
import { callJson } from "../http/call-json.ts";
import { helixStream, helixStreams, helixUsers } from "./helix.external.ts";

/** Get Streams takes at most a hundred ids a call. */
export const maxStreamsPerCall = 100;

/** The channel with this login; null when Twitch knows none. */
export async function findTwitchChannel(app: PlatformApp, token: string, login: string): Promise<Channel | null> {
  const url = `${app.apiUrl}/helix/users?login=${encodeURIComponent(login)}`;
  const user = (await callJson(url, { headers: headers(app, token) }, helixUsers)).data[0];
  return user ? { platform: "twitch", channelId: user.id, login: user.login, displayName: user.display_name } : null;
}

/** Which of the channels are live now, by channel id; a channel that is missing in the answer is offline. */
export async function getTwitchStatus(
  app: PlatformApp,
  token: string,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, PlatformStatus>> {
  const query = channelIds.slice(0, maxStreamsPerCall).map((id) => `user_id=${encodeURIComponent(id)}`);
  const url = `${app.apiUrl}/helix/streams?first=100&${query.join("&")}`;
  const { data } = await callJson(url, { headers: headers(app, token) }, helixStreams);
  const found = new Map<string, PlatformStatus>();
  for (const item of data) {
    const stream = helixStream.safeParse(item).data;
    if (stream?.type !== "live") continue;
    found.set(stream.user_id, {
      streamId: stream.id,
      startedAtMs: Date.parse(stream.started_at),
      title: stream.title,
      viewerCount: stream.viewer_count,
    });
  }
  return found;
}

function headers(app: PlatformApp, token: string): HeadersInit {
  return { authorization: `Bearer ${token}`, "client-id": app.clientId };
}
