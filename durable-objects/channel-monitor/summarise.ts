// What the dashboard shows of a channel, from what its monitor keeps.
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { MonitorStorage } from "./monitor-storage.ts";

export function summarise(channel: Channel, storage: MonitorStorage): ChannelSummary {
  const { session, offlineSinceMs } = storage.sessionState;
  const isLive = session !== null && session.endedAtMs === null && offlineSinceMs === null;
  const { platform, channelId, login, displayName } = channel;
  return {
    platform,
    channelId,
    login,
    displayName,
    isLive,
    title: session?.title ?? "",
    viewerCount: isLive ? session.viewerCount : null,
    startedAtMs: session?.startedAtMs ?? null,
    ...(session ? storage.counted(session.id) : { moments: 0, clipsReady: 0 }),
    feed: storage.feed,
  };
}
