// Asks a channel's listener for the chart of a page that opens, and for new seconds from now on.
import { emptyFeed, type Feed } from "#core/channel/feed.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { listenerStub } from "../stubs.ts";
import type { MonitorStorage } from "./monitor-storage.ts";

const chartMs = 10 * 60_000;

export async function watchChannel(
  env: Pick<Env, "Listener">,
  { channel, feed }: Pick<MonitorStorage, "channel" | "feed">,
): Promise<{ counts: SecondCounts[]; feed: Feed }> {
  if (!channel) return { counts: [], feed: emptyFeed };
  try {
    return await listenerStub(env, channel.listener).watch(channel.channelId, Date.now() - chartMs);
  } catch (error) {
    // The page is worth opening without a chart; the listener's next report brings it.
    console.error(JSON.stringify({ event: "watch_failed", listener: channel.listener, error: String(error) }));
    return { counts: [], feed };
  }
}
