// Webhooks from the platform to the page: the demo world delivers to the Worker by HTTP, as Twitch and Kick do, and what
// the channel's live socket tells is compared with the demo world's script, second by second.
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { SessionCounts } from "#core/session/session-counts.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import { openPageSocket, type PageSocket } from "../../bench/loop/live-socket.ts";
import { type SignedIn, signIn } from "../../scripts/demo/sign-in.ts";
import { type KillableProduct, startKillableProduct } from "../support/killable-product.ts";

type Snapshot = Extract<ServerMessage, { type: "snapshot" }>;

// Quiet channels of their own: nobody reacts to the picture, so what jumps is what a test has ordered.
const onTwitch = "paper_comet";
const onKick = "tin_orchard";
/** Its owner has not connected, so it keeps the IRC connection open. */
const neighbour = "slow_lantern";
/** A message this young may still be on its way. */
const settlesMs = 2_000;
/** For what a slow machine may be late with. */
const patienceMs = 90_000;
/** Enough tries to outlast a Worker that starts anew on the slowest machine: they end when it answers. */
const webhookRetryDelaysMs = [500, ...Array<number>(200).fill(1_000)];

let product: KillableProduct;
let owner: SignedIn;
let twitchId: string;
let pages: Record<"twitch" | "kick", PageSocket>;
let kickId: string;
/** Whole seconds from here on have been heard. */
let heardFromMs: number;
let broadcastStartedAtMs: number;

const world = () => product.simulator.world;
const control = () => product.simulator.control;

beforeAll(async () => {
  product = await startKillableProduct({ counts: () => false, webhookRetryDelaysMs });
  const channel = { reacts: false, steadyPerSecond: 1.5 };
  twitchId = (await control().addChannel({ ...channel, platform: "twitch", login: onTwitch })).id;
  kickId = (await control().addChannel({ ...channel, platform: "kick", login: onKick })).id;
  for (const login of [onTwitch, onKick]) await control().setLive({ channel: login, live: true });
  await product.start();
  owner = await signIn(product.origin, "hypecut_demo");
  for (const address of [`twitch:${onTwitch}`, `twitch:${neighbour}`, `kick:${onKick}`])
    await owner.call("POST", "/api/channels", { address });
  await watch();
  await until(async () => (await snapshot()).feed.status === "connected" && joins() > 0, "chat by IRC");
  heardFromMs = nextSecond();
});

afterAll(async () => {
  closePages();
  await product?.close();
});

test("a channel whose owner connects goes over to EventSub, and each message counts once throughout", async () => {
  await owner.connectTwitch(onTwitch, "broadcaster");
  expect(await account()).toMatchObject({ status: "valid", problem: null });
  await until(async () => (await snapshot()).feed.detail?.includes("webhooks") && isLeft(), "the change of transport");
  expect((await snapshot()).feed).toMatchObject({ status: "connected", badFrames: 0, detail: byEventSub });
  expect(challenges()).toEqual([200, 200, 200, 200]);
  await control().disturbEventSub({ kind: "duplicate", times: 4 });
  await moreDeliveries(8);
  await control().disturbEventSub({ kind: "delay", times: 4, delayMs: 1_000 });
  await moreDeliveries(4);
  await control().calmEventSub({});
  await everySecondIsRight();
});

test("a moment is found from chat that EventSub brings", async () => {
  await control().burst({ channel: onTwitch, messagesPerSecond: 12, seconds: 6 });
  const moment = await momentWith("chat_velocity", pages.twitch);
  expect(moment.sessionId).toContain(twitchId);
});

test("what nobody signed, or somebody sends again, changes nothing; a kind nobody knows is counted", async () => {
  const before = (await snapshot()).feed;
  const answers = [];
  for (const kind of ["bad_signature", "stale", "replay"] as const)
    answers.push((await control().forgeEventSub({ kind })).status);
  expect(answers).toEqual([403, 403, 200]);
  await control().alert({ channel: onTwitch, kind: "unknown" });
  await until(async () => (await snapshot()).feed.unknownEvents === before.unknownEvents + 1, "the unknown kind");
  await everySecondIsRight();
  expect((await snapshot()).feed.badFrames).toBe(before.badFrames);
});

test("a stream ends and begins when Twitch says so, while no poll is answered", async () => {
  await control().fail({ service: "helix", mode: "503" });
  await control().setLive({ channel: onTwitch, live: false });
  await until(async () => (await snapshot()).feed.status === "idle", "the end");
  await control().setLive({ channel: onTwitch, live: true });
  const { streamId, startedAtMs = 0 } = world().channel(onTwitch).broadcasts.at(-1) ?? {};
  await until(async () => (await snapshot()).session?.streamId === streamId, "the beginning");
  await until(async () => (await snapshot()).feed.detail === byEventSub, "chat by EventSub");
  broadcastStartedAtMs = startedAtMs;
  heardFromMs = nextSecond();
  await control().clearFailures({});
});

test("Kick's gifts, subscriptions and kicks reach the detector, whoever gave them", async () => {
  await until(async () => (await snapshot("kick")).feed.status === "connected", "Kick's chat");
  const say = (kind: "gift" | "subscription" | "kicks", amount: number) =>
    control().alert({ channel: onKick, kind, amount });
  await say("gift", 60);
  // Every other gift names nobody.
  for (let i = 0; i < 6; i++) await say("gift", 1);
  const moment = await momentWith("alert", pages.kick);
  expect(moment.triggers).toContainEqual(
    expect.objectContaining({ type: "alert", value: 60, term: "gift", unit: "gifted subscriptions" }),
  );
  await say("subscription", 3);
  await say("kicks", 500);
  for (let i = 0; i < 6; i++) await say("gift", 2);
  await product.simulator.kickDeliveries.settled();
  // A second is kept once it is over.
  await pause(1_000);
  const { session, feed } = await snapshot("kick");
  expect(feed).toMatchObject({ status: "connected", badFrames: 0, unknownEvents: 0 });
  // What is kept is complete at the end of a stream.
  await control().setLive({ channel: onKick, live: false });
  const wanted = { gift: 60 + 6 + 12, subscription: 1, kicks: 500 };
  await until(async () => {
    const alerts = await keptAlerts(session?.id ?? "");
    return Object.keys(alerts).length === Object.keys(wanted).length ? alerts : null;
  }, "the kept alerts");
  expect(await keptAlerts(session?.id ?? "")).toEqual(wanted);
});

test("what Twitch delivers again because the Worker was killed is counted once", async () => {
  closePages();
  await control().burst({ channel: onTwitch, messagesPerSecond: 4, seconds: 8 });
  await pause(1_000);
  product.kill();
  const killedMs = nextSecond();
  const tries = deliveries();
  await until(() => deliveries() >= tries + 12, "vain deliveries");
  await product.start();
  await watch();
  await until(async () => (await snapshot()).feed.detail === byEventSub, "chat by EventSub");
  await product.simulator.eventSubDeliveries.settled();
  const { reports } = product.simulator.eventSubDeliveries;
  expect(reports().filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(3);
  expect(reports().filter(({ status }) => status !== 200)).toEqual([]);
  // What was heard before and is lost with the memory of it is unknown, not silent.
  const [said, heard] = await bothFrom(heardFromMs);
  expect([...heard].filter(([second, count]) => count === 0 && said.get(second) !== 0)).toEqual([]);
  // The broadcast before is of the same session, so what was kept of it is shown, and nothing of it twice.
  for (const { atMs, messages } of (await snapshot()).counts.filter(({ atMs }) => atMs < broadcastStartedAtMs))
    expect(messages).toBeLessThanOrEqual(world().chatBetween(onTwitch, atMs, atMs + 1_000).length);
  heardFromMs = killedMs;
  await everySecondIsRight();
});

test("an owner who withdraws the permission brings IRC back at once, and is told what to do", async () => {
  const before = joins();
  await control().revokeUser({ user: onTwitch });
  await until(() => joins() > before, "the join");
  await until(async () => (await account())?.status === "revoked", "the account");
  expect((await account())?.problem).toContain("Connect it again under Accounts");
  await until(async () => (await snapshot()).feed.detail?.includes("Connect it again"), "the words");
  const { feed } = await snapshot();
  expect(feed.detail).toContain("chat is read without the account");
  await until(async () => (await snapshot()).feed.status === "connected", "chat by IRC");
  const again = nextSecond();
  await everySecondIsRight(again);
  // And before and through it, nothing twice.
  const [said, heard] = await bothFrom(heardFromMs);
  for (const [second, count] of heard) expect(count).toBeLessThanOrEqual(said.get(second) ?? 0);
});

const byEventSub = "Chat comes by Twitch's webhooks, through the connected account.";

async function account(): Promise<ConnectedAccount | undefined> {
  const { accounts } = (await owner.call("GET", "/api/accounts")) as { accounts: ConnectedAccount[] };
  return accounts.find(({ userId }) => userId === twitchId);
}

async function watch(): Promise<void> {
  pages = {
    twitch: await openPageSocket(product.origin, `twitch:${twitchId}`, owner.cookie),
    kick: await openPageSocket(product.origin, `kick:${kickId}`, owner.cookie),
  };
}

function closePages(): void {
  for (const page of Object.values(pages ?? {})) page.close();
}

/** What a page that is opened now is told. */
async function snapshot(platform: "twitch" | "kick" = "twitch"): Promise<Snapshot> {
  const key = platform === "twitch" ? `twitch:${twitchId}` : `kick:${kickId}`;
  const page = await openPageSocket(product.origin, key, owner.cookie);
  try {
    return await until(
      () => page.heard.map(({ message }) => message).find((message) => message.type === "snapshot"),
      "a snapshot",
    );
  } finally {
    page.close();
  }
}

async function momentWith(trigger: string, page: PageSocket) {
  return until(
    () =>
      page.heard
        .flatMap(({ message }) => (message.type === "moment" ? [message.moment] : []))
        .find(({ triggers }) => triggers.some(({ type }) => type === trigger)),
    `a moment by ${trigger}`,
  );
}

/** Each second since `fromMs` has as many messages as were said in it. */
async function everySecondIsRight(fromMs = heardFromMs): Promise<void> {
  await until(() => Date.now() - fromMs > settlesMs + 3_000, "some seconds");
  const toMs = settledUntilMs();
  const said = saidBetween(fromMs, toMs);
  // However long the machine takes to bring what was said.
  await expect.poll(() => heardBetween(fromMs, toMs), { timeout: patienceMs, interval: 200 }).toEqual(said);
  expect([...said.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
}

const settledUntilMs = () => nextSecond() - 1_000 - settlesMs;

/** Messages by second. */
function saidBetween(fromMs: number, toMs: number): Map<number, number> {
  const said = new Map<number, number>();
  for (let second = fromMs; second < toMs; second += 1_000)
    said.set(second, world().chatBetween(onTwitch, second, second + 1_000).length);
  return said;
}

async function heardBetween(fromMs: number, toMs: number): Promise<Map<number, number>> {
  const { counts } = await snapshot();
  const between = counts.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return new Map(between.map(({ atMs, messages }) => [atMs, messages]));
}

/** Messages by second, as said and as heard. */
async function bothFrom(fromMs: number): Promise<[Map<number, number>, Map<number, number>]> {
  const toMs = settledUntilMs();
  return [saidBetween(fromMs, toMs), await heardBetween(fromMs, toMs)];
}

/** Amounts of all kept alerts of a session, by kind. */
async function keptAlerts(sessionId: string): Promise<Record<string, number>> {
  const path = `/api/channels/kick/${onKick}/sessions/${sessionId}/seconds`;
  const kept = (await owner.call("GET", path).catch(() => null)) as SessionCounts | null;
  const sums: Record<string, number> = {};
  for (const [kind, amount] of (kept?.seconds ?? []).flatMap((row) => row[10])) sums[kind] = (sums[kind] ?? 0) + amount;
  return sums;
}

const challenges = () =>
  product.simulator.eventSubDeliveries
    .reports()
    .filter(({ messageType }) => messageType === "webhook_callback_verification")
    .map(({ status }) => status);
const joins = () => product.simulator.log.counts()[`irc JOIN ${onTwitch}`] ?? 0;
const deliveries = () => product.simulator.log.counts()["eventsub POST channel.chat.message"] ?? 0;
async function moreDeliveries(count: number): Promise<void> {
  const before = deliveries();
  await until(() => deliveries() >= before + count, `${count} deliveries`);
}
const isLeft = () => (product.simulator.log.counts()[`irc PART ${onTwitch}`] ?? 0) > 0;
const nextSecond = () => Math.ceil(Date.now() / 1000) * 1000;

async function until<T>(look: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  for (const giveUpAtMs = Date.now() + patienceMs; Date.now() < giveUpAtMs; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}
