// A listener between the simulated platforms and its channels' monitors, all of them real.
import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { offlineGraceMs } from "#core/session/session-step.ts";
import { deskStub, listenerStub, monitorStub } from "../../support/object-stubs.ts";
import { askedTimes, newChannel, order, until } from "../../support/demo-world.ts";

let shard = 100;
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  // Twitch lets twenty connections a readers' address in within ten seconds; those of earlier tests end here.
  await reset();
});

const seed = { ...defaultSettings, version: 1, profile: "seed" } as const;

async function hear(channel: Channel, name = `${channel.platform}:${++shard}`) {
  await monitorStub(env, channel).configure(channel, name);
  await until(() => armed(name), "the listener's alarm");
  return { name, listener: listenerStub(env, name) };
}

const armed = (name: string) => runInDurableObject(listenerStub(env, name), (_, state) => state.storage.getAlarm());

async function sessionOf(channel: Channel) {
  const outcome = await monitorStub(env, channel).overview();
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.session;
}

const live = (channel: Channel) => until(async () => (await sessionOf(channel))?.endedAtMs === null, "a session");

async function messages(name: string, channel: Channel): Promise<number> {
  const { counts } = await listenerStub(env, name).watch(channel.channelId, Date.now() - 120_000);
  return counts.reduce((sum, second) => sum + second.messages, 0);
}

/** Stops the clock that much later, so that what is due then can be asked for. */
function later(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

/** An answer that comes when told to. It waits where it was asked for: an object's promises are its own. */
function held() {
  let isReleased = false;
  const answer = async () => {
    while (!isReleased) await new Promise((resolve) => setTimeout(resolve, 10));
    return Response.json({ data: [] });
  };
  return { answer, release: () => (isReleased = true) };
}

/** Answers what is asked of an address, and lets the rest through. Returns the addresses that were asked. */
function answering(part: string, answer: () => Response | Promise<Response>): string[] {
  const asked: string[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.includes(part)) return real(input, init);
    asked.push(url);
    return Promise.resolve(answer());
  });
  return asked;
}

test("a live channel that is added has its session within a moment, and only it is joined", async () => {
  const [on, off] = [await newChannel("twitch", true), await newChannel("twitch", false)];
  const { name } = await hear(on);
  await hear(off, name);
  await live(on);
  expect(await sessionOf(on)).toMatchObject({
    number: 1,
    title: `${on.login} is here`,
    viewerCount: expect.any(Number),
  });
  await until(async () => (await askedTimes(`irc JOIN ${on.login}`)) === 1, "the join");
  expect([await sessionOf(off), await askedTimes(`irc JOIN ${off.login}`)]).toEqual([null, 0]);
});

test("one call asks about all channels", async () => {
  const three = [await newChannel("twitch", true), await newChannel("twitch", true), await newChannel("twitch", false)];
  const real = globalThis.fetch;
  const name = `twitch:${++shard}`;
  for (const channel of three) await hear(channel, name);
  await live(three[0] as Channel);
  const asked: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    if (String(input).includes("/helix/streams")) asked.push(String(input));
    return real(input, init);
  });
  later(61_000);
  await runDurableObjectAlarm(listenerStub(env, name));
  await until(() => asked.length > 0, "the poll");
  expect(asked.map((url) => new URL(url).searchParams.getAll("user_id").toSorted())).toEqual([
    three.map(({ channelId }) => channelId).toSorted(),
  ]);
});

describe("while polls fail a session stays, and it goes on when they are answered again:", () => {
  test.each([
    [
      "429",
      () =>
        new Response("{}", { status: 429, headers: { "ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 2) } }),
    ],
    ["500", () => new Response("oops", { status: 500 })],
    ["garbage", () => new Response("<html>\u0000{]")],
    ["another form", () => Response.json({ data: [{ id: 1 }] })],
    ["no network", () => Promise.reject(new TypeError("Network connection lost."))],
  ])("%s", async (_, answer) => {
    const channel = await newChannel("twitch", true);
    const { name, listener } = await hear(channel);
    await live(channel);
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const asked = answering("/helix/streams", answer);
    later(11_000);
    await runDurableObjectAlarm(listener);
    await until(() => asked.length === 1, "the poll");
    await until(() => armed(name), "the next alarm");
    expect(await sessionOf(channel)).toMatchObject({ endedAtMs: null });
    // The poll is not repeated before its time.
    later(5000);
    await runDurableObjectAlarm(listener);
    expect(asked).toHaveLength(1);
    vi.mocked(globalThis.fetch).mockRestore();
    await order("setLive", { channel: channel.login, live: false });
    later(10_000);
    await runDurableObjectAlarm(listener);
    await until(async () => (await listener.watch(channel.channelId, 0)).feed.status === "idle", "the recovery");
  });
});

test("a poll that never answers does not hold up the heartbeat, nor a moment", async () => {
  const channel = await newChannel("twitch", true);
  const { name, listener } = await hear(channel);
  await live(channel);
  const { answer, release } = held();
  const asked = answering("/helix/streams", answer);
  later(11_000);
  await runDurableObjectAlarm(listener);
  later(11_000);
  await runDurableObjectAlarm(listener);
  expect([asked.length, (await armed(name)) !== null]).toEqual([1, true]);
  release();
  await until(async () => (await listener.watch(channel.channelId, 0)).feed.status === "idle", "the answer at last");
});

test("chat is counted once, over a dropped connection and a change of connections", async () => {
  const channel = await newChannel("twitch", true);
  const { name } = await hear(channel);
  await live(channel);
  const joinedTimes = (times: number) =>
    until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) >= times, `join ${times}`);
  const counted = (times: number) => until(async () => (await messages(name, channel)) === times, `message ${times}`);
  await joinedTimes(1);
  await order("say", { channel: channel.login, text: "first" });
  await counted(1);
  await order("sendMalformedIrc", {});
  await order("sendReconnect", {});
  await joinedTimes(2);
  await order("say", { channel: channel.login, text: "second" });
  await counted(2);
  await order("dropIrc", {});
  await joinedTimes(3);
  await until(
    async () => (await listenerStub(env, name).watch(channel.channelId, 0)).feed.status === "connected",
    "the reconnection",
  );
  // A second in which the connection was away is unknown as a whole.
  const nextSecondMs = (Math.floor(Date.now() / 1000) + 1) * 1000;
  await until(() => Date.now() >= nextSecondMs, "the next second");
  await order("say", { channel: channel.login, text: "third" });
  await counted(3);
  const { feed } = await listenerStub(env, name).watch(channel.channelId, 0);
  expect([feed.status, feed.badFrames > 0]).toEqual(["connected", true]);
});

test("a moment is told once, also after an eviction; channels and baselines survive it", async () => {
  const channel = await newChannel("twitch", true);
  const { name, listener } = await hear(channel);
  await listener.configure(channel, seed);
  await live(channel);
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) >= 1, "the join");
  await order("burst", { channel: channel.login, messagesPerSecond: 100, seconds: 1, lines: ["clip it now"] });
  await until(async () => (await messages(name, channel)) === 100, "the burst");
  const found = () => until(async () => (await moments()).length > 0, "the moment");
  const moments = async () => {
    const outcome = await monitorStub(env, channel).overview();
    return outcome.ok ? outcome.value.moments : [];
  };
  later(20_000);
  await runDurableObjectAlarm(listener);
  await found();
  const kept = await stored(name, channel);
  // Not evictDurableObject, which waits in vain for the chat connection to end.
  await runInDurableObject(listener, (_, state) => state.abort("evicted")).catch(() => undefined);
  expect(await stored(name, channel)).toEqual(kept);
  later(5000);
  await runDurableObjectAlarm(listenerStub(env, name));
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) >= 2, "the new connection");
  later(40_000);
  await runDurableObjectAlarm(listenerStub(env, name));
  expect((await moments()).map(({ id, number }) => [id, number])).toEqual([[(await moments())[0]?.id, 1]]);
  expect(await proposed(channel)).toEqual([{ momentNumber: 1, contextExcerpt: "clip it now" }]);
});

async function proposed(channel: Channel) {
  const candidates = await deskStub(env, channel).pendingCandidates();
  return candidates.map(({ momentNumber, contextExcerpt }) => ({ momentNumber, contextExcerpt }));
}

test("where a channel wants no excerpt, none is made, and no moment is without its candidate", async () => {
  const channel = await newChannel("twitch", true);
  const { name, listener } = await hear(channel);
  await listener.configure(channel, { ...seed, keepsExcerpt: false });
  await live(channel);
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) >= 1, "the join");
  await order("burst", { channel: channel.login, messagesPerSecond: 100, seconds: 1, lines: ["what a secret"] });
  await until(async () => (await messages(name, channel)) === 100, "the burst");
  later(20_000);
  await runDurableObjectAlarm(listener);
  await until(async () => (await proposed(channel)).length > 0, "the candidate");
  expect(await proposed(channel)).toEqual([{ momentNumber: 1, contextExcerpt: null }]);
});

function stored(name: string, channel: Channel) {
  return runInDurableObject(listenerStub(env, name), (_, state) => {
    const row = state.storage.sql.exec("SELECT * FROM channels WHERE channel_id = ?", channel.channelId).one();
    expect(String(row["detector"]).length).toBeGreaterThan(100);
    return { login: row["login"], settings: row["settings"], live: row["live"], detector: row["detector"] };
  });
}

test("what was counted until a stream ends is kept, and the change of its feed is told without a page", async () => {
  const channel = await newChannel("twitch", true);
  const { listener } = await hear(channel);
  await live(channel);
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) === 1, "the join");
  const kept = (query: string) =>
    runInDurableObject(monitorStub(env, channel), (_, { storage }) =>
      storage.sql
        .exec<Record<string, string>>(query)
        .toArray()
        .map((row) => JSON.parse(Object.values(row)[0] ?? "null")),
    );
  const feed = () => kept("SELECT value FROM kv WHERE name = 'feed'");
  await until(async () => {
    await runDurableObjectAlarm(listener);
    return (await feed())[0]?.status === "connected";
  }, "the feed");
  await order("say", { channel: channel.login, text: "clip that, what a secret" });
  await until(async () => {
    const { counts } = await listener.watch(channel.channelId, 0);
    return counts.some(({ messages }) => messages > 0);
  }, "the message");
  await order("setLive", { channel: channel.login, live: false });
  later(11_000);
  await runDurableObjectAlarm(listener);
  // The end is told after the minutes it brings. Earlier rows say nothing: any heartbeat may settle an older minute.
  await until(async () => (await kept("SELECT value FROM kv WHERE name = 'session'"))[0].offlineSinceMs, "the end");
  const rows = await kept("SELECT body FROM kept_minutes ORDER BY at_ms");
  const counted = rows.flatMap(({ seconds }: { seconds: number[][] }) => seconds.filter((row) => row[1] === 1));
  expect(counted).toMatchObject([{ 1: 1, 4: 1 }]);
  expect(JSON.stringify(rows)).not.toContain("secret");
  await until(async () => (await feed())[0]?.status === "idle", "the feed to be idle");
});

test("when the stream ends, its chat is left and after five minutes the session is over", async () => {
  const channel = await newChannel("twitch", true);
  const { listener } = await hear(channel);
  await live(channel);
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) === 1, "the join");
  await order("setLive", { channel: channel.login, live: false });
  later(11_000);
  await runDurableObjectAlarm(listener);
  const monitor = monitorStub(env, channel);
  const state = () =>
    runInDurableObject(
      monitor,
      (_, { storage }) => storage.sql.exec("SELECT value FROM kv WHERE name = 'session'").one()["value"],
    );
  await until(async () => JSON.parse(String(await state())).offlineSinceMs !== null, "the grace");
  await runDurableObjectAlarm(monitor);
  expect(await sessionOf(channel)).toMatchObject({ endedAtMs: null });
  later(offlineGraceMs);
  await runDurableObjectAlarm(monitor);
  expect((await sessionOf(channel))?.endedAtMs).toEqual(expect.any(Number));
});

test("a channel that is added while a poll is under way does not wait for the next", async () => {
  const [first, second] = [await newChannel("twitch", false), await newChannel("twitch", true)];
  const { answer, release } = held();
  const asked = answering("/helix/streams", answer);
  const { name } = await hear(first);
  await until(() => asked.length === 1, "the first poll");
  await hear(second, name);
  vi.mocked(globalThis.fetch).mockRestore();
  release();
  await live(second);
});

test("a heartbeat in which something breaks arms the next one", async () => {
  const channel = await newChannel("twitch", false);
  const { name, listener } = await hear(channel);
  vi.spyOn(Math, "random").mockImplementation(() => {
    throw new Error("broken");
  });
  await expect(runDurableObjectAlarm(listener)).rejects.toThrow("broken");
  await until(() => armed(name), "the next alarm");
});
