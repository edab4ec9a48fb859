import { expect, test } from "vitest";
import { broadcastLatency, readPlayerState, settleLatency } from "#core/capture/broadcast-latency.ts";
import { officialPlayer } from "#core/capture/official-player.ts";

test("Twitch's player is told which page shows it, Kick's needs the channel alone", () => {
  expect(officialPlayer("twitch", "neon_rally", "hypecut.test")).toBe(
    "https://player.twitch.tv/?channel=neon_rally&parent=hypecut.test&autoplay=true&muted=true",
  );
  expect(officialPlayer("kick", "neon-rally", "hypecut.test")).toBe(
    "https://player.kick.com/neon-rally?autoplay=true&muted=true",
  );
});

const told = (params: unknown) => ({ namespace: "twitch-embed-player-proxy", eventName: "UPDATE_STATE", params });

test("Twitch's player tells how far behind it is, and whether it is muted", () => {
  const stats = { videoStats: { hlsLatencyBroadcaster: 3.21, fps: 60 } };
  expect(readPlayerState(told({ muted: true, stats, volume: 1 }))).toEqual({ isMuted: true, latencyMs: 3210 });
  expect(readPlayerState(told({}))).toEqual({ isMuted: null, latencyMs: null });
  expect(readPlayerState(told({ stats: { videoStats: { hlsLatencyBroadcaster: 9999 } } }))?.latencyMs).toBeNull();
});

test.each([null, "text", { namespace: "twitch-embed" }, told("nonsense"), told({ muted: "yes" })])(
  "%o is nothing that Twitch's player says of itself",
  (message) => expect(readPlayerState(message)).toBeNull(),
);

test("a person's number counts for more than the player's, and that for more than what is usual", () => {
  expect(broadcastLatency("twitch", 12_000, 3_000)).toEqual({ ms: 12_000, by: "setting" });
  expect(broadcastLatency("twitch", null, 3_000)).toEqual({ ms: 3_000, by: "player" });
  expect(broadcastLatency("kick", null, null)).toEqual({ ms: 5_000, by: "usual" });
});

test("event times follow a player that has jumped, not one that wavers", () => {
  const follow = (told: readonly number[]) => {
    let used = { ms: 4000, awayFor: 0 };
    const jumps = told.filter((ms) => {
      const settled = settleLatency(used, ms);
      used = settled.used;
      return settled.hasJumped;
    });
    return { ms: used.ms, jumps: jumps.length };
  };
  expect(follow([4300, 3700, 5500, 5500, 4100, 4900])).toEqual({ ms: 4000, jumps: 0 });
  expect(follow([9000, 9000, 9100, 9050])).toEqual({ ms: 9100, jumps: 1 });
});
