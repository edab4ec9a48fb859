// A monitor with open pages, as it lives between its listener, its desk and the pages.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionCountsSchema } from "#core/session/session-counts.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import { offlineGraceMs } from "#core/session/session-step.ts";
import type { ChannelMonitor } from "../../../durable-objects/channel-monitor/channel-monitor.ts";
import { deskStub, listenerStub, monitorStub, workspaceStub } from "../../support/object-stubs.ts";
import { until } from "../../support/demo-world.ts";
import { owner } from "../../support/site.ts";
import { addedChannel, found, goesLive, goesOffline, openPage } from "../../support/watch-page.ts";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a page gets a snapshot, then everything that happens, also on a socket that slept through an eviction", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive(), found("m-1")]);
  const page = await openPage(who, channel);
  expect(await page.next("snapshot")).toMatchObject({
    channel: { channelId: channel.channelId },
    session: { title: "Evening", endedAtMs: null },
    moments: [{ id: "m-1", number: 1 }],
    jobs: [],
    recorders: [],
  });
  await evictDurableObject(monitor);
  await monitor.receive([found("m-2")]);
  expect((await page.next("moment")).moment).toMatchObject({ id: "m-2", number: 2 });
  expect(await monitor.pushCounts([], emptyFeed)).toBe(true);
  page.socket.close();
  await until(async () => !(await monitor.receive([])), "the page to be gone");
});

test("what happens while the snapshot is being made is not lost by it", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive()]);
  await listenerStub(env, channel.listener).wake();
  // The listener is busy, so the page waits for its chart.
  let isFree = false;
  const busy = runInDurableObject(listenerStub(env, channel.listener), (_, state) =>
    state.blockConcurrencyWhile(async () => {
      while (!isFree) await new Promise((resolve) => setTimeout(resolve, 10));
    }),
  );
  const opening = openPage(who, channel);
  await until(async () => await monitor.receive([]), "the page to be there");
  await monitor.receive([found("m-meanwhile")]);
  isFree = true;
  await busy;
  const page = await opening;
  await page.next("snapshot");
  await until(() => page.messages.length > 0 && known(page.messages).includes("m-meanwhile"), "the moment");
  expect(page.messages[0]?.type).toBe("snapshot");
});

/** What a page knows, for which a snapshot replaces all. */
function known(messages: readonly ServerMessage[]): string[] {
  const from = messages.findLastIndex(({ type }) => type === "snapshot");
  return messages
    .slice(from)
    .flatMap((message) =>
      message.type === "snapshot"
        ? message.moments.map(({ id }) => id)
        : message.type === "moment"
          ? [message.moment.id]
          : [],
    );
}

test("the same moment twice is one moment, one candidate and one job", async () => {
  const channel = await addedChannel();
  const monitor = monitorStub(env, channel);
  const changed = await monitor.changeSettings({ autoApprove: true });
  expect(changed.ok).toBe(true);
  await monitor.receive([goesLive(), found("m-1"), found("m-1")]);
  await evictDurableObject(monitor);
  await Promise.all([monitor.receive([found("m-1")]), monitor.receive([goesLive(), found("m-1")])]);
  await until(async () => (await deskStub(env, channel).jobs()).length > 0, "the job");
  const overview = await monitor.overview();
  expect(overview).toMatchObject({
    ok: true,
    value: { moments: [{ number: 1 }], jobs: [{ momentNumber: 1, status: "queued" }] },
  });
});

test("a jump of chat without a stream is no moment, and blocks nothing", async () => {
  const channel = await addedChannel();
  const monitor = monitorStub(env, channel);
  await monitor.receive([found("m-before")]);
  await monitor.receive([goesLive(), found("m-during")]);
  await monitor.receive([goesOffline()]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offlineGraceMs + 1000 });
  await runDurableObjectAlarm(monitor);
  await monitor.receive([found("m-after")]);
  const overview = await monitor.overview();
  expect(overview).toMatchObject({ ok: true, value: { session: { endedAtMs: expect.any(Number) } } });
  expect(overview.ok && overview.value.moments.map(({ id }) => id)).toEqual(["m-during"]);
});

test("a stream that comes back within five minutes goes on; one that does not ends by the alarm", async () => {
  const channel = await addedChannel();
  const monitor = monitorStub(env, channel);
  const session = async () => {
    const overview = await monitor.overview();
    return overview.ok ? overview.value.session : null;
  };
  await monitor.receive([goesLive()]);
  const first = await session();
  const offlineAtMs = Date.now();
  await monitor.receive([goesOffline(offlineAtMs)]);
  vi.useFakeTimers({ toFake: ["Date"], now: offlineAtMs + offlineGraceMs - 1 });
  await evictDurableObject(monitor);
  await runDurableObjectAlarm(monitor);
  expect(await session()).toMatchObject({ id: first?.id, endedAtMs: null });
  await monitor.receive([goesLive()]);
  await monitor.receive([goesOffline()]);
  const lastMs = Date.now();
  vi.setSystemTime(lastMs + offlineGraceMs);
  await runDurableObjectAlarm(monitor);
  expect(await session()).toMatchObject({ id: first?.id, number: 1, endedAtMs: lastMs });
});

test("settings reach pages and listener with a version that grows", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const page = await openPage(who, channel);
  await page.next("snapshot");
  const monitor = monitorStub(env, channel);
  await monitor.changeSettings({ alarmsPerHour: 8 });
  await monitor.changeSettings({ alarmsPerHour: 8 });
  await monitor.changeSettings({ profile: "seed" });
  expect([(await page.next("settings")).settings.version, (await page.next("settings")).settings]).toMatchObject([
    1,
    { version: 2, alarmsPerHour: 8, profile: "seed" },
  ]);
  const heard = () =>
    runInDurableObject(listenerStub(env, channel.listener), (_, state) =>
      String(
        state.storage.sql.exec("SELECT settings FROM channels WHERE channel_id = ?", channel.channelId).one()[
          "settings"
        ],
      ),
    );
  await until(async () => JSON.parse(await heard()).version === 2, "the listener's copy");
});

test("a channel that was added and removed at once is not heard", async () => {
  const channel = await addedChannel();
  await workspaceStub(env).removeChannel(channel);
  const monitor = monitorStub(env, channel);
  await until(
    () =>
      runInDurableObject(
        monitor,
        (_, state) => state.storage.sql.exec("SELECT * FROM outbox WHERE target = 'listener'").toArray().length === 0,
      ),
    "the orders to be given",
  );
  const heard = await runInDurableObject(listenerStub(env, channel.listener), (_, state) =>
    state.storage.sql.exec("SELECT * FROM channels WHERE channel_id = ?", channel.channelId).toArray(),
  );
  expect(heard).toEqual([]);
});

const aMinute = (atMs: number, messages: number): ListenerReport => ({
  type: "minute",
  minute: { atMs, seconds: [[atMs / 1000, messages, 1, 0, 0, 0, 0, 0, [], [], [], null, null]], gaps: [] },
});

test("the counts of a session are rows while it runs and one object once it is over, whatever breaks in between", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  const atMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
  await monitor.receive([goesLive(), found("m-1"), aMinute(atMs, 3), aMinute(atMs, 3), aMinute(atMs + 60_000, 4)]);
  const base = `/api/channels/kick/${channel.login}/sessions`;
  const [session] = (await who.json("GET", base)).body.sessions;
  expect(session).toMatchObject({ number: 1, title: "Evening", endedAtMs: null });
  const seconds = async () => {
    const { body } = await who.json("GET", `${base}/${session.id}/seconds`);
    const kept = sessionCountsSchema.parse(body);
    return { counts: kept.seconds.map((row) => row[1]), moments: kept.moments.map(({ id }) => id) };
  };
  expect(await seconds()).toEqual({ counts: [3, 4], moments: ["m-1"] });

  const rows = () =>
    runInDurableObject(monitor, (_, state) => state.storage.sql.exec("SELECT * FROM kept_minutes").toArray().length);
  const failing = vi.spyOn(env.CLIPS, "put").mockRejectedValue(new Error("store down"));
  await runInDurableObject(monitor, (instance) => {
    // The object's own binding, which is another than the test's.
    vi.spyOn((instance as unknown as { env: Env }).env.CLIPS, "put").mockRejectedValue(new Error("store down"));
  });
  await monitor.receive([goesOffline()]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offlineGraceMs + 1000 });
  await runDurableObjectAlarm(monitor);
  expect([await rows(), await seconds()]).toEqual([2, { counts: [3, 4], moments: ["m-1"] }]);
  failing.mockRestore();

  await evictDurableObject(monitor);
  vi.setSystemTime(Date.now() + 61_000);
  await runDurableObjectAlarm(monitor);
  await until(async () => (await rows()) === 0, "the rows to be gone");
  expect(await env.CLIPS.head(`sessions/${session.id}/seconds.json`)).not.toBeNull();
  expect(await seconds()).toEqual({ counts: [3, 4], moments: ["m-1"] });

  // A report that comes late is added to what is there.
  await monitor.receive([aMinute(atMs - 60_000, 2)]);
  await until(async () => (await rows()) === 0, "the late row to be gone");
  expect(await seconds()).toEqual({ counts: [2, 3, 4], moments: ["m-1"] });
  const [listed] = (await who.json("GET", base)).body.sessions;
  expect(listed.endedAtMs).toEqual(expect.any(Number));
});

test("a changed feed reaches the dashboard without a page that watches", async () => {
  const channel = await addedChannel();
  const monitor = monitorStub(env, channel);
  const kept = () =>
    runInDurableObject(monitor, (_, { storage }) => storage.sql.exec("SELECT 1 FROM kv WHERE name = 'feed'").toArray());
  await until(async () => (await kept()).length > 0, "the listener's own word");
  const feed = { status: "connected", lagMs: 12, badFrames: 0, unknownEvents: 0, detail: null } as const;
  await monitor.receive([goesLive(), { type: "feed", feed }]);
  await until(async () => {
    const summaries = await workspaceStub(env).summaries();
    return summaries.find(({ channelId }) => channelId === channel.channelId)?.feed.status === "connected";
  }, "the summary");
});

test("what people keep and discard reaches pages and listener, can be taken back, and can be switched off", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive(), found("m-1"), found("m-2"), found("m-3")]);
  const page = await openPage(who, channel);
  expect((await page.next("feedback")).feedback).toEqual({ verdicts: [], triggers: [] });
  const path = `/api/channels/kick/${channel.login}/moments`;
  const answer = await who.json("PUT", `${path}/m-1/feedback`, { verdict: "discarded" });
  expect(answer.body.feedback.triggers).toMatchObject([{ type: "keyword", kept: 0, discarded: 1 }]);
  expect((await page.next("feedback")).feedback.verdicts).toEqual([{ momentId: "m-1", verdict: "discarded" }]);
  expect((await who.json("PUT", `${path}/nothing/feedback`, { verdict: "kept" })).status).toBe(404);
  expect((await who.json("PUT", `${path}/m-1/feedback`, { verdict: "maybe" })).status).toBe(400);

  // Approving and rejecting at the desk are answers too.
  const pending = async () => (await deskStub(env, channel).pendingCandidates()).map(({ candidateId }) => candidateId);
  const ids = await until(async () => ((await pending()).length === 3 ? await pending() : null), "the candidates");
  const of = (momentId: string) => ids.find((id) => id.endsWith(momentId)) ?? "";
  await deskStub(env, channel).approve(of("m-2"));
  await deskStub(env, channel).reject(of("m-3"));
  const weights = () =>
    runInDurableObject(listenerStub(env, channel.listener), (_, state) => {
      const query = "SELECT settings FROM channels WHERE channel_id = ?";
      return JSON.parse(String(state.storage.sql.exec(query, channel.channelId).one()["settings"])).triggerWeights;
    });
  await until(
    async () => page.messages.findLast((one) => one.type === "feedback")?.feedback.verdicts.length === 3,
    "all",
  );
  const { feedback } = page.messages.findLast((one) => one.type === "feedback") ?? { feedback: null };
  expect(feedback?.triggers).toMatchObject([{ type: "keyword", kept: 1, discarded: 2 }]);
  await until(async () => (await weights())?.keyword === feedback?.triggers[0]?.weight, "the listener's weight");

  await who.json("PUT", `${path}/m-1/feedback`, { verdict: null });
  expect((await page.next("feedback")).feedback).toBeDefined();
  await monitor.changeSettings({ usesFeedback: false });
  await until(async () => (await weights()) === undefined, "the weights to be gone");
});

test("a page hears of each candidate, from the moment it waits until it is decided", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive(), found("m-1")]);
  const desk = deskStub(env, channel);
  await until(async () => (await desk.pendingCandidates()).length === 1, "the candidate");
  const page = await openPage(who, channel);
  const waiting = { status: "pending_approval", jobId: null };
  expect((await page.next("snapshot")).candidates).toMatchObject([{ ...waiting, momentId: "m-1" }]);
  await monitor.receive([found("m-2")]);
  const { candidate } = await page.next("candidate");
  expect(candidate).toMatchObject({ ...waiting, momentId: "m-2" });
  await evictDurableObject(monitor);
  const job = await desk.approve(candidate.candidateId);
  const decided = page.next("candidate");
  expect((await decided).candidate).toMatchObject({ candidateId: candidate.candidateId, status: "approved" });
  const jobId = job.ok ? job.value.jobId : "";
  expect((await page.next("job")).job).toMatchObject({ jobId, momentId: "m-2" });
});

test("a lost alarm is armed again by the workspace's clock", async () => {
  const channel = await addedChannel();
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive(), found("m-1")]);
  await monitor.receive([goesOffline()]);
  const desk = deskStub(env, channel);
  await until(async () => (await desk.pendingCandidates()).length === 1, "the candidate");
  const armed = (stub: typeof monitor | typeof desk) =>
    runInDurableObject(stub as typeof desk, (_, state) => state.storage.getAlarm());
  for (const stub of [monitor, desk])
    await runInDurableObject(stub as typeof desk, (_, state) => state.storage.deleteAlarm());
  expect([await armed(monitor), await armed(desk)]).toEqual([null, null]);
  await workspaceStub(env).wakeAll();
  expect([await armed(monitor), await armed(desk)]).toEqual([expect.any(Number), expect.any(Number)]);
});

test("pages hear nothing of a change that does not stand", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const monitor = monitorStub(env, channel);
  await monitor.receive([goesLive()]);
  const page = await openPage(who, channel);
  await page.next("feedback");
  const spoiled = { type: "minute", minute: null } as unknown as ListenerReport;
  await runInDurableObject(monitor, async (instance: ChannelMonitor) => {
    await expect(instance.receive([found("m-undone"), spoiled])).rejects.toThrow();
  });
  await monitor.receive([found("m-kept")]);
  expect((await page.next("moment")).moment).toMatchObject({ id: "m-kept", number: 1 });
});
