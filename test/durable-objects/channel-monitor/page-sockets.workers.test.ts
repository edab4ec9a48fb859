// Who hears a channel's live socket and for how long, and how much a page may say over it.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyFeed } from "#core/channel/feed.ts";
import type { ChannelMonitor } from "../../../durable-objects/channel-monitor/channel-monitor.ts";
import { until } from "../../support/demo-world.ts";
import { monitorStub, workspaceStub } from "../../support/object-stubs.ts";
import { memberWithRole, origin, owner } from "../../support/site.ts";
import { addedChannel, connectPage, found, goesLive, openPage, type WatchPage } from "../../support/watch-page.ts";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("the socket is for members, on pages of this site, and for channels that are here", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const key = `kick:${channel.channelId}`;
  const refused = [
    await connectPage(who, key, { origin: "https://evil.example" }),
    await connectPage(who, key, { origin: "" }),
    await connectPage(who, key, { cookie: "" }),
    await connectPage(who, key, { cookie: "__Host-hypecut=forged" }),
    await connectPage(who, "kick:999999999"),
    await connectPage(who, "nonsense"),
    await who.request("GET", `/parties/channel-monitor/${key}`),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 401, 401, 404, 404, 404]);
  const allowed = await connectPage(who, key, { origin });
  allowed.webSocket?.accept();
  expect(allowed.status).toBe(101);
});

test("pages hear of each other's recorders; garbage changes nothing", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const [one, two] = [await openPage(who, channel, "page-one1"), await openPage(who, channel, "page-two2")];
  await Promise.all([one.next("snapshot"), two.next("snapshot")]);
  for (const garbage of ["", "{", "null", "[]", '{"type":"recorder"}', '{"type":"moment"}', "x".repeat(20_000)])
    one.send(garbage);
  one.socket.send(new Uint8Array([1, 2, 3]));
  one.send({ type: "recorder", report: { pageId: "someone-else", recording: true, fromMs: 1, toMs: 2 } });
  const expected = [{ pageId: "page-one1", recording: true, fromMs: 1, toMs: 2 }];
  expect((await two.next("recorders")).recorders).toEqual(expected);
  await evictDurableObject(monitorStub(env, channel));
  const three = await openPage(who, channel, "page-three");
  expect((await three.next("snapshot")).recorders).toEqual(expected);
  one.socket.close();
  expect((await two.next("recorders")).recorders).toEqual([]);
});

const recording = (toMs: number) => ({
  type: "recorder",
  report: { pageId: "", recording: true, fromMs: 1, toMs },
});

test("a channel is heard and recorders are reported only as long as the session or the membership lasts", async () => {
  const [boss, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive()]);
  const viewer = await memberWithRole("viewer");
  const kept = await openPage(boss, channel, "page-kept");
  const signedOut = await openPage(viewer, channel);
  const removed = await openPage(await memberWithRole("viewer"), channel);
  await Promise.all([kept, signedOut, removed].map((page) => page.next("feedback")));
  await evictDurableObject(monitor);
  await viewer.request("POST", "/auth/sign-out");
  await until(() => signedOut.closed() === 4401, "the socket of the session that was ended");
  expect(removed.closed()).toBeNull();
  await boss.json("DELETE", "/api/members/twitch/90002");
  await until(() => removed.closed() === 4401, "the socket of the member who was removed");
  await monitor.receive([found("m-after")]);
  await kept.next("moment");
  kept.send(recording(2));
  expect((await kept.next("recorders")).recorders).toMatchObject([{ pageId: "page-kept" }]);
  const news = (page: WatchPage) => page.messages.filter(({ type }) => type === "moment" || type === "recorders");
  expect([...news(signedOut), ...news(removed)]).toEqual([]);
});

test("a session that runs out ends its sockets by the workspace's clock, whatever was missed", async () => {
  const [who, channel] = [await memberWithRole("viewer"), await addedChannel()];
  const page = await openPage(who, channel);
  await page.next("snapshot");
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    storage.sql.exec("UPDATE sign_ins SET expires_at_ms = 1");
  });
  await workspaceStub(env).wakeAll();
  await until(() => page.closed() === 4401, "the socket of the session that ran out");
});

test("the monitor itself lets nobody in without a session", async () => {
  const channel = await addedChannel();
  const url = `${origin}/parties/channel-monitor/kick:${channel.channelId}`;
  const { webSocket } = await monitorStub(env, channel).fetch(url, { headers: { upgrade: "websocket" } });
  const closedWith = new Promise<number>((resolve) => {
    webSocket?.addEventListener("message", () => resolve(0));
    webSocket?.addEventListener("close", ({ code }) => resolve(code));
  });
  webSocket?.accept();
  expect(await closedWith).toBe(4401);
});

test("one member takes ten places of a channel and leaves the others to others", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const pages: WatchPage[] = [];
  for (let i = 0; i < 10; i++) pages.push(await openPage(who, channel));
  await Promise.all(pages.map((page) => page.next("snapshot")));
  const eleventh = await openPage(who, channel);
  await until(() => eleventh.closed() === 1013, "the refusal");
  expect(eleventh.messages).toEqual([]);
  const other = await openPage(await memberWithRole("viewer"), channel, "page-other");
  await other.next("snapshot");
  expect(pages.map((page) => page.closed())).toEqual(pages.map(() => null));
  pages[0]?.socket.close();
  await until(async () => {
    const again = await openPage(who, channel);
    return until(() => (again.messages.length > 0 ? "in" : again.closed()), "an answer").then((is) => is === "in");
  }, "the place that became free");
});

test("reports of recorders reach the others together, repeated ones not at all", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const [one, two] = [await openPage(who, channel, "page-one1"), await openPage(who, channel, "page-two2")];
  await Promise.all([one.next("feedback"), two.next("feedback")]);
  for (let toMs = 2; toMs <= 8; toMs++) for (const _ of [1, 2]) one.send(recording(toMs));
  const told = () => two.messages.filter((message) => message.type === "recorders");
  await until(() => told().at(-1)?.recorders[0]?.toMs === 8, "the newest");
  expect(told().length).toBeLessThanOrEqual(3);
});

test("a page that says too much is closed, and costs the others nothing", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const [loud, quiet] = [await openPage(who, channel, "page-loud"), await openPage(who, channel, "page-quiet")];
  await Promise.all([loud.next("feedback"), quiet.next("feedback")]);
  for (let toMs = 2; toMs < 400; toMs++) loud.send(recording(toMs));
  await until(() => loud.closed() === 4429, "the end of the loud one");
  await until(
    () => quiet.messages.at(-1)?.type === "recorders" && lastOf(quiet).length === 0,
    "the loud one to be gone",
  );
  expect(quiet.messages.filter(({ type }) => type === "recorders").length).toBeLessThanOrEqual(3);
  expect(quiet.closed()).toBeNull();
});

function lastOf({ messages }: WatchPage) {
  const last = messages.findLast((message) => message.type === "recorders");
  return last?.recorders ?? [];
}

test("a page whose opening fails is closed and told nothing of what was thrown", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  // Feedback that is in memory would serve the page.
  await evictDurableObject(monitorStub(env, channel));
  await runInDurableObject(monitorStub(env, channel), (_, { storage }) => storage.sql.exec("DROP TABLE verdicts"));
  const { webSocket } = await connectPage(who, `kick:${channel.channelId}`);
  const said: unknown[] = [];
  const closed = new Promise<CloseEvent>((resolve) => webSocket?.addEventListener("close", resolve));
  webSocket?.addEventListener("message", ({ data }) => said.push(data));
  webSocket?.accept();
  const { code, reason } = await closed;
  expect([said, code, reason]).toEqual([[], 1011, ""]);
});

test("a channel that is removed closes its pages", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const page = await openPage(who, channel);
  await page.next("feedback");
  await workspaceStub(env).removeChannel(channel);
  await until(() => page.closed() === 4404, "the end of the page");
});

test("a page that is closed is watched by nobody, also before it answers", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  const page = await openPage(who, channel);
  await page.next("feedback");
  const isWatched = await runInDurableObject(monitor, async (instance: ChannelMonitor) => {
    await instance.remove();
    return instance.pushCounts([], emptyFeed);
  });
  expect(isWatched).toBe(false);
});

test("recorders are those of editors, and nobody reports in the place of another", async () => {
  const [boss, channel] = [await owner(), await addedChannel()];
  const first = await openPage(boss, channel, "page-first");
  await first.next("feedback");
  first.send(recording(2));
  await first.next("recorders");
  const viewer = await openPage(await memberWithRole("viewer"), channel, "page-viewer");
  await viewer.next("feedback");
  viewer.send(recording(3));
  const editor = await memberWithRole("editor");
  const [same, own] = [await openPage(editor, channel, "page-first"), await openPage(editor, channel, "page-own")];
  await Promise.all([same.next("feedback"), own.next("feedback")]);
  same.send(recording(4));
  own.send(recording(5));
  const ids = () =>
    lastOf(first)
      .map(({ pageId, toMs }) => `${pageId} ${toMs}`)
      .toSorted();
  await until(() => ids().includes("page-own 5"), "the recorder of the editor");
  expect(ids()).toEqual(["page-first 2", "page-own 5"]);
});
