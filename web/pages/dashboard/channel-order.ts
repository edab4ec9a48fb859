// The order of the channel list: who is live first, the most watched on top.
import type { ChannelSummary } from "#core/channel/channel-summary.ts";

/** Ties fall back to the name, so that rows keep their place between two refreshes. */
export function inChannelOrder(channels: readonly ChannelSummary[]): readonly ChannelSummary[] {
  return [...channels].sort(
    (a, b) =>
      Number(b.isLive) - Number(a.isLive) ||
      (b.isLive ? (b.viewerCount ?? 0) - (a.viewerCount ?? 0) : 0) ||
      a.displayName.localeCompare(b.displayName, "en"),
  );
}
