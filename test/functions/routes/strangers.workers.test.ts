// Addresses that nobody has a reason to ask for: they are answered at once, in the usual form, and make no object.
import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { owner, type Visitor } from "../../support/site.ts";

let who: Visitor;
beforeAll(async () => {
  who = await owner();
});

const upgrade = { upgrade: "websocket" };
const objects = async () => [
  (await listDurableObjectIds(env.ChannelMonitor)).length,
  (await listDurableObjectIds(env.ClipDesk)).length,
  (await listDurableObjectIds(env.Workspace)).length,
];

test.each([
  "/parties/channel-monitor/twitch%3A1337",
  "/parties/channel-monitor/%74witch:1337",
  "/parties/channel-monitor/twitch:1337%00",
  "/parties/channel-monitor/twitch:999999",
  "/parties/channel-monitor/twitch:1337/more",
  "/parties/channel-monitor/%",
  "/parties/channel-monitor/%E0%A4%A",
  "/parties/workspace/%77orkspace",
  "/parties/workspace/other",
  "/parties/clip-desk/twitch:1337",
  "/parties/__proto__/x",
  "/parties/constructor/x",
  "/parties/workspace",
  "/parties/",
])("a socket at %s is refused, and nothing comes into being", async (path) => {
  const before = await objects();
  const answer = await who.request("GET", path, undefined, upgrade);
  expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: expect.any(String) } }]);
  expect(await objects()).toEqual(before);
});

test.each(["x-partykit-props", "x-partykit-room", "x-partykit-namespace"])("a forged %s says nothing", async (name) => {
  const answer = await who.request("GET", "/parties/workspace/workspace", undefined, {
    ...upgrade,
    [name]: "{nonsense",
  });
  answer.webSocket?.accept();
  answer.webSocket?.close();
  expect(answer.status).toBe(101);
});

test.each([
  ["POST", "/api/action-queue/twitch-424242-x/approve"],
  ["POST", "/api/action-queue/twitch-424242-x/reject"],
  ["PATCH", "/api/action-queue/twitch-424242-x"],
  ["POST", "/api/clip-jobs/twitch-424242-x/retry"],
  ["POST", "/api/clip-jobs/kick-424242-x/lease"],
  ["PUT", "/api/clip-jobs/kick-424242-x/lease"],
  ["POST", "/api/clip-jobs/kick-424242-x/release"],
  ["POST", "/api/clip-jobs/kick-424242-x/upload"],
  ["GET", "/api/channels/twitch/nobody_here"],
  ["GET", "/api/channels/twitch/%E0%A4%A"],
  ["GET", "/api/clip-jobs?platform=twitch&login=nobody_here"],
] as const)("%s %s of a channel that is not here makes no object", async (method, path) => {
  const before = await objects();
  const sha256 = "0".repeat(64);
  const body = { pageId: "page-0001", totalBytes: 2000, sha256 };
  const needed = path.startsWith("/api/action-queue") || path.endsWith("/retry") ? {} : body;
  const answer = await who.json(method, path, method === "GET" ? undefined : needed);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: expect.any(String) } } });
  expect(await objects()).toEqual(before);
});

test("what the interface answers is kept nowhere, and no other site loads or opens what is ours", async () => {
  for (const path of ["/api/me", "/api/nowhere", "/api/channels"]) {
    const { headers } = await who.request("GET", path);
    expect([
      headers.get("cache-control"),
      headers.get("cross-origin-opener-policy"),
      headers.get("cross-origin-resource-policy"),
    ]).toEqual(["no-store", "same-origin", "same-origin"]);
  }
});

test("a body larger than any request of ours is refused before it is parsed", async () => {
  const answer = await who.json("POST", "/api/channels", { address: "x".repeat(300_000) });
  expect(answer).toMatchObject({ status: 413, body: { error: { code: "payload_too_large" } } });
});

test("the room of a channel that is here has one spelling", async () => {
  const { body } = await who.json("POST", "/api/channels", { address: "twitch:neon_rally" });
  const before = await objects();
  for (const key of [`twitch%3A${body.channel.channelId}`, `%74witch:${body.channel.channelId}`]) {
    const answer = await who.request("GET", `/parties/channel-monitor/${key}`, undefined, upgrade);
    expect([key, answer.status, await objects()]).toEqual([key, 404, before]);
  }
});
