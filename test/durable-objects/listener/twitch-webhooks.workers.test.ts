// A connected channel's chat goes over from IRC to webhooks and back. Twitch's list of subscriptions is in the test's
// hands, because the demo world cannot call a Worker under test; everything else is real.
import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { Channel } from "#core/channel/channel.ts";
import { Listener } from "../../../durable-objects/listener/listener.ts";
import { listenerStub, workspaceStub } from "../../support/object-stubs.ts";
import { askedTimes, newChannel, order, until } from "../../support/demo-world.ts";
import { chatMessage, deliverEventSub } from "../../support/eventsub-delivery.ts";

interface Subscription {
  readonly id: string;
  readonly type: string;
  status: string;
  readonly condition: Record<string, string>;
  readonly transport: { readonly method: string; readonly callback: string };
}

const pending = "webhook_callback_verification_pending";
const callback = "http://localhost/webhooks/twitch";
const chatTypes = ["channel.chat.message", "channel.chat.notification"];
let channel: Channel & { listener: string };
/** What Twitch has, and how it answers a wish for more. */
let held: Subscription[];
let wishes: number;
let wishStatus: number;
/** Whether subscriptions cannot be ended, and how often that was tried. */
let isDown: boolean;
let refusals: number;
/** All that IRC has said. */
let ircLines: string[];

beforeEach(async () => {
  [held, wishes, wishStatus, ircLines] = [[], 0, 202, []];
  [isDown, refusals] = [false, 0];
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.pathname.endsWith("/helix/eventsub/subscriptions")) return twitch(url, init);
    const answer = await real(input, init);
    answer.webSocket?.addEventListener("message", ({ data }) => void ircLines.push(String(data)));
    return answer;
  });
  channel = await workspaceStub(env).addChannel(await newChannel("twitch", true));
  // Its neighbour is not connected, and keeps the IRC connection open.
  const neighbour = await workspaceStub(env).addChannel(await newChannel("twitch", true));
  for (const { login } of [channel, neighbour])
    await until(async () => (await askedTimes(`irc JOIN ${login}`)) > 0, "the join");
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

function twitch(url: URL, init: RequestInit | undefined): Response {
  if (init?.method === "DELETE") {
    if (isDown) {
      refusals++;
      return new Response(null, { status: 503 });
    }
    held = held.filter(({ id }) => id !== url.searchParams.get("id"));
    return new Response(null, { status: 204 });
  }
  if (init?.method !== "POST") return Response.json({ data: held, pagination: {} });
  wishes++;
  if (wishStatus !== 202) return Response.json({ message: "no" }, { status: wishStatus });
  const { type, condition, transport } = JSON.parse(String(init.body));
  held.push({ id: crypto.randomUUID(), type, status: pending, condition, transport });
  return Response.json({ data: [held.at(-1)] }, { status: 202 });
}

const confirm = () => held.forEach((one) => (one.status = "enabled"));
const listener = () => listenerStub(env, channel.listener);
const feed = async () => (await listener().watch(channel.channelId, 0)).feed;

async function messages(): Promise<number> {
  const { counts } = await listener().watch(channel.channelId, Date.now() - 120_000);
  return counts.reduce((sum, second) => sum + second.messages, 0);
}

/** The broadcaster connects, or something else becomes of the account, and the listener is told. */
async function connect(part: Partial<ConnectedAccount> = {}): Promise<void> {
  const account: ConnectedAccount = {
    userId: channel.channelId,
    login: channel.login,
    displayName: channel.displayName,
    purposes: ["broadcaster"],
    scopes: ["user:read:chat", "user:bot", "channel:bot"],
    status: "valid",
    problem: null,
    validatedAtMs: Date.now(),
    ...part,
  };
  await workspaceStub(env).accountChanged(account);
}

/** Heartbeats until the subscriptions have been looked at and all that follows has happened. */
async function beat<T>(look: () => T | Promise<T>, what: string) {
  return until(async () => {
    await listener().accountsChanged();
    await runDurableObjectAlarm(listener());
    return look();
  }, what);
}

const parted = async () => (await askedTimes(`irc PART ${channel.login}`)) > 0;

async function goOver(): Promise<void> {
  await connect();
  await beat(() => held.length === 4, "the subscriptions");
  confirm();
  await beat(async () => (await feed()).detail?.includes("webhooks"), "the change of transport");
  await beat(parted, "the part");
}

test("IRC stays until Twitch has confirmed the chat, and not a message falls between or counts twice", async () => {
  await connect();
  await until(() => held.length === 4, "the subscriptions, at once");
  expect(held.map(({ type, condition, transport }) => ({ type, condition, callback: transport.callback }))).toEqual(
    ["stream.online", "stream.offline", ...chatTypes].map((type) => ({
      type,
      callback,
      condition: {
        broadcaster_user_id: channel.channelId,
        ...(chatTypes.includes(type) && { user_id: channel.channelId }),
      },
    })),
  );
  await order("say", { channel: channel.login, text: "by IRC" });
  await until(async () => (await messages()) === 1, "the message by IRC");
  expect([await parted(), (await feed()).detail]).toEqual([false, expect.stringContaining("yet to confirm")]);
  // Messages alone are not enough: alerts would be lost.
  held.forEach((one) => (one.status = one.type === "channel.chat.message" ? "enabled" : one.status));
  await beat(() => true, "a look");
  expect(await parted()).toBe(false);
  confirm();
  await beat(parted, "the part");
  await deliverEventSub({ channelId: channel.channelId, event: chatMessage("by webhook", "m-1") });
  await until(async () => (await messages()) === 2, "the message by webhook");
  expect(await feed()).toMatchObject({ status: "connected", detail: expect.stringContaining("webhooks") });
  expect(wishes).toBe(4);
});

test("a message that both bring is counted once", async () => {
  await connect();
  await until(() => held.length === 4, "the subscriptions");
  await order("say", { channel: channel.login, text: "hello" });
  await until(async () => (await messages()) === 1, "the message by IRC");
  const id = ircLines.join("").match(/;id=([^;]+);.*hello/)?.[1] ?? "";
  expect(id).not.toBe("");
  await deliverEventSub({ channelId: channel.channelId, event: chatMessage("hello", id) });
  await deliverEventSub({ channelId: channel.channelId, event: chatMessage("another") });
  await until(async () => (await messages()) === 2, "the other message");
});

test("a revoked chat falls back to IRC at once, with the reason in words, and returns when Twitch takes it again", async () => {
  await goOver();
  const before = await askedTimes(`irc JOIN ${channel.login}`);
  held.forEach((one) => (one.status = "notification_failures_exceeded"));
  // Without any heartbeat.
  const alarm = vi.spyOn(Listener.prototype, "alarm").mockResolvedValue();
  await deliverEventSub({
    channelId: channel.channelId,
    messageType: "revocation",
    type: "channel.chat.message",
    status: "notification_failures_exceeded",
  });
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) > before, "the join");
  alarm.mockRestore();
  await until(async () => (await feed()).status === "connected", "chat by IRC");
  expect((await feed()).detail).toBe(
    "This deployment did not answer Twitch's webhooks; chat is read without the account.",
  );
  await beat(() => held.length === 4 && held.every(({ status }) => status === pending), "new subscriptions");
  confirm();
  await beat(async () => (await feed()).detail?.includes("through the connected account"), "the return");
});

test("an account that is gone takes its subscriptions with it", async () => {
  await goOver();
  const before = await askedTimes(`irc JOIN ${channel.login}`);
  await workspaceStub(env).accountGone(channel.channelId);
  await until(() => held.length === 0, "the end of the subscriptions");
  await until(async () => (await askedTimes(`irc JOIN ${channel.login}`)) > before, "the join");
});

test("an account that lapses says in the feed what to do, until it is removed", async () => {
  await goOver();
  await connect({ status: "revoked", problem: "The consent is gone. Connect it again under Accounts." });
  const words = "The consent is gone. Connect it again under Accounts; chat is read without the account.";
  await beat(async () => (await feed()).detail === words, "the words");
  expect(held).toEqual([]);
  await workspaceStub(env).accountGone(channel.channelId);
  await beat(async () => (await feed()).detail === null, "the end of the words");
  // Twitch's own word of it comes later, and is no news.
  await deliverEventSub({
    channelId: channel.channelId,
    messageType: "revocation",
    type: "channel.chat.message",
    status: "authorization_revoked",
  });
  expect((await feed()).detail).toBe(null);
});

test("a channel that is removed takes its subscriptions with it, once Twitch answers", async () => {
  await goOver();
  isDown = true;
  await workspaceStub(env).removeChannel(channel);
  await until(() => refusals > 0, "the first try");
  isDown = false;
  await until(() => held.length === 0, "the end of the subscriptions");
});

test("those of another deployment are left alone, and one that is there already is none to complain of", async () => {
  const foreign = { method: "webhook", callback: "https://elsewhere.example/webhooks/twitch" };
  const condition = { broadcaster_user_id: channel.channelId };
  held.push({ id: "theirs", type: "stream.online", status: "enabled", condition, transport: foreign });
  wishStatus = 409;
  await connect();
  await beat(() => wishes >= 4, "the wishes");
  await until(async () => (await feed()).detail?.includes("yet to confirm"), "the words");
  await workspaceStub(env).accountGone(channel.channelId);
  await beat(async () => (await feed()).detail === null, "the end");
  expect(held.map(({ id }) => id)).toEqual(["theirs"]);
});

test("what Twitch refuses is said in words, and IRC goes on; a Twitch that is down changes nothing", async () => {
  wishStatus = 403;
  await connect();
  await beat(async () => (await feed()).detail?.startsWith("Twitch refused the webhooks"), "the words");
  expect([await parted(), (await feed()).status]).toEqual([false, "connected"]);
  wishStatus = 202;
  await beat(() => held.length === 4, "the subscriptions");
  confirm();
  await beat(parted, "the part");
  held = [];
  wishStatus = 503;
  await beat(() => wishes > 5, "the vain wishes");
  expect((await feed()).detail).toContain("through the connected account");
});

test("subscriptions made with another secret are made anew", async () => {
  await goOver();
  await runInDurableObject(
    listener(),
    (_, { storage }) =>
      storage.sql.exec("UPDATE kv SET value = '\"another\"' WHERE name = 'webhook_target'").rowsWritten,
  );
  const before = held.map(({ id }) => id);
  await beat(() => held.length === 4 && held.every(({ id }) => !before.includes(id)), "new subscriptions");
});
