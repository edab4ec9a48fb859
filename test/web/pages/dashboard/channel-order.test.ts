// The order of the dashboard's list.
import { expect, test } from "vitest";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { inChannelOrder } from "../../../../web/pages/dashboard/channel-order.ts";

const channel = (displayName: string, isLive: boolean, viewerCount: number | null): ChannelSummary => ({
  platform: "twitch",
  channelId: "1",
  login: displayName,
  displayName,
  isLive,
  title: "",
  viewerCount,
  startedAtMs: null,
  moments: 0,
  clipsReady: 0,
  feed: { status: "idle", lagMs: null, badFrames: 0, unknownEvents: 0, detail: null },
});

test("live channels first, the most watched on top, then the rest by name", () => {
  const list = [
    channel("offline b", false, 900),
    channel("live small", true, 10),
    channel("offline a", false, null),
    channel("live unknown", true, null),
    channel("live big", true, 5_000),
  ];
  expect(inChannelOrder(list).map((one) => one.displayName)).toEqual([
    "live big",
    "live small",
    "live unknown",
    "offline a",
    "offline b",
  ]);
});
