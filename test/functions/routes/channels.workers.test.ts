import { expect, inject, test } from "vitest";
import { owner } from "../../support/site.ts";

test.each([
  ["twitch:velvet_orbit", 201],
  ["https://kick.com/copper_finch", 201],
  ["twitch:no_such_channel_here", 404],
  ["kick:no-such-channel", 404],
  ["https://youtube.com/@someone", 400],
  ["", 400],
])("adding %s answers %i", async (address, status) => {
  const who = await owner();
  const added = await who.json("POST", "/api/channels", { address });
  expect(added.status).toBe(status);
  if (status !== 201) expect(added.body.error.message.length).toBeGreaterThan(10);
});

test("adding twice is the same channel, and an offline one is listed as such", async () => {
  const who = await owner();
  await who.json("POST", "/api/channels", { address: "twitch:velvet_orbit" });
  await who.json("POST", "/api/channels", { address: "https://www.twitch.tv/velvet_orbit" });
  const { channels } = (await who.json("GET", "/api/channels")).body;
  expect(channels.filter((one: { login: string }) => one.login === "velvet_orbit")).toMatchObject([
    { isLive: false, moments: 0, clipsReady: 0 },
  ]);
});

test("settings are checked, versioned and answered", async () => {
  const who = await owner();
  await who.json("POST", "/api/channels", { address: "twitch:velvet_orbit" });
  const patch = (body: unknown) => who.json("PATCH", "/api/channels/twitch/velvet_orbit/settings", body);
  const before = (await patch({})).body.settings.version;
  expect((await patch({ hlsUrl: "https://cdn.example/live.m3u8", alarmsPerHour: 8 })).body.settings).toMatchObject({
    version: before + 1,
    alarmsPerHour: 8,
    autoApprove: false,
  });
  for (const wrong of [
    { hlsUrl: "http://cdn.example/live.m3u8" },
    { hlsUrl: "nonsense" },
    { alarmsPerHour: 1000 },
    { unknown: 1 },
    { version: 99 },
  ]) {
    expect((await patch(wrong)).status).toBe(400);
  }
});

test("a channel that was removed is gone", async () => {
  const who = await owner();
  await who.json("POST", "/api/channels", { address: "kick:copper_finch" });
  expect((await who.json("DELETE", "/api/channels/kick/copper_finch")).status).toBe(204);
  expect((await who.json("GET", "/api/channels/kick/copper_finch")).body.error.code).toBe("unknown_channel");
});

test("when the platform does not answer, that is what is said", async () => {
  const who = await owner();
  await who.json("POST", "/api/channels", { address: "twitch:velvet_orbit" });
  const control = (order: string, body: unknown) =>
    fetch(`${inject("simulatorUrl")}/control/${order}`, { method: "POST", body: JSON.stringify(body) });
  await control("fail", { service: "kick_api", mode: "500", times: 1 });
  const failed = await who.json("POST", "/api/channels", { address: "kick:copper_finch" });
  await control("clearFailures", {});
  expect([failed.status, failed.body.error.code]).toEqual([502, "platform_unavailable"]);
  expect((await who.json("GET", "/api/channels")).status).toBe(200);
});
