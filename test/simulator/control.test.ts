import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

async function post(path: string, body: unknown = {}) {
  const answer = await fetch(`${world.baseUrl}/control/${path}`, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

async function get(path: string): Promise<unknown> {
  return (await fetch(`${world.baseUrl}/control/${path}`)).json();
}

describe("the control over HTTP", () => {
  test("changes the world as the methods do", async () => {
    expect(await post("setLive", { channel: "velvet_orbit", live: true })).toEqual({
      status: 200,
      body: { live: true },
    });
    expect(await post("setViewers", { channel: "velvet_orbit", viewers: 5000 })).toEqual({ status: 200, body: null });
    world.advance(1000);
    expect(world.world.viewersAt("velvet_orbit", world.nowMs())).toBeGreaterThan(4800);
    expect(await post("addChannel", { platform: "kick", login: "new_here" })).toEqual({
      status: 200,
      body: { id: "80003" },
    });
    const fromMs = world.nowMs();
    expect(
      await post("burst", {
        channel: "new_here",
        messagesPerSecond: 20,
        seconds: 3,
        chatters: 7,
        lines: ["Kappa {hype}"],
      }),
    ).toEqual({
      status: 200,
      body: { fromMs, toMs: fromMs + 3000 },
    });
    const said = world.world.chatBetween("new_here", fromMs, fromMs + 3000);
    expect([said.length, new Set(said.map((m) => m.chatter.id)).size, said[0]?.text]).toEqual([
      60,
      7,
      "Kappa HYPERCLAP",
    ]);
  });

  test("tells the script's truth, counts and requests", async () => {
    await fetch(world.hlsUrl("neon_rally"));
    await fetch(`${world.urls.TWITCH_API_URL}/helix/streams?user_id=1&user_id=2`);
    expect(await get("counts")).toEqual({ "hls_playlist GET /neon_rally/live.m3u8": 1, "helix GET /streams": 1 });
    expect(await get("requests")).toMatchObject([
      {},
      { atMs: START_MS, name: "helix GET /streams", query: "user_id=1&user_id=2" },
    ]);
    await post("resetCounts");
    expect(await get("counts")).toEqual({});
    const toMs = START_MS + 90_000;
    expect(await get(`events?channel=neon_rally&fromMs=${START_MS}&toMs=${toMs}`)).toEqual(
      world.world.eventsBetween("neon_rally", START_MS, toMs),
    );
    expect(((await get("channels")) as unknown[]).length).toBe(5);
  });

  test("refuses what it does not understand", async () => {
    expect((await post("dance")).status).toBe(404);
    expect((await post("setLive", { channel: "nobody", live: true })).body).toEqual({ error: "no channel nobody" });
    expect((await post("setLive", { channel: "neon_rally" })).status).toBe(400);
    expect((await post("fail", { service: "helix", mode: "boredom" })).status).toBe(400);
    expect((await post("addChannel", { platform: "kick", login: "pixel_harbor" })).status).toBe(400);
  });
});

test("a taken port is an error with a code", async () => {
  const port = Number(new URL(world.baseUrl).port);
  await expect(startSmallWorld({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

describe("failures", () => {
  const helix = () => fetch(`${world.urls.TWITCH_API_URL}/helix/streams`, { signal: AbortSignal.timeout(200) });

  test("come as often as ordered and leave other services alone", async () => {
    await world.control.fail({ service: "helix", mode: "429", times: 2 });
    const first = await helix();
    expect([
      first.status,
      first.headers.get("ratelimit-remaining"),
      (await helix()).status,
      (await helix()).status,
    ]).toEqual([429, "0", 429, 401]);
    await world.control.fail({ service: "hls_playlist", mode: "garbage" });
    expect(await (await fetch(world.hlsUrl("neon_rally"))).text()).not.toContain("#EXTM3U");
    expect((await fetch(world.hlsUrl("neon_rally").replace("live.m3u8", "segments/38.ts"))).status).toBe(200);
    await world.control.clearFailures({ service: "hls_playlist" });
    expect(await (await fetch(world.hlsUrl("neon_rally"))).text()).toContain("#EXTM3U");
    await world.control.fail({ service: "hls_segment", mode: "404", times: 1 });
    expect((await fetch(world.hlsUrl("neon_rally").replace("live.m3u8", "segments/38.ts"))).status).toBe(404);
  });

  test.each(["twitch_id", "kick_id", "kick_api"] as const)("break %s as any other", async (service) => {
    const url = {
      twitch_id: `${world.urls.TWITCH_ID_URL}/oauth2/validate`,
      kick_id: `${world.urls.KICK_ID_URL}/oauth/token`,
      kick_api: `${world.urls.KICK_API_URL}/public/v1/channels`,
    }[service];
    await world.control.fail({ service, mode: "503", times: 1 });
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(url)).status).toBeLessThan(500);
  });

  test("hang until the caller gives up, and drop the line", async () => {
    await world.control.fail({ service: "helix", mode: "hang", times: 1 });
    await expect(helix()).rejects.toThrow(/timeout|aborted/i);
    await world.control.fail({ service: "helix", mode: "drop", times: 1 });
    await expect(helix()).rejects.toThrow("fetch failed");
    expect((await helix()).status).toBe(401);
  });
});
