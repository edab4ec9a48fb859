// Twitch's deliveries as Twitch signs them.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { listenerStub, monitorStub, workspaceStub } from "../../support/object-stubs.ts";
import { newChannel, until } from "../../support/demo-world.ts";
import { chatMessage, deliverEventSub, type EventSubDelivery } from "../../support/eventsub-delivery.ts";

let channel: Channel & { listener: string };

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  channel = await workspaceStub(env).addChannel(await newChannel("twitch", true));
  await until(async () => (await session())?.endedAtMs === null, "the session");
});
afterEach(() => vi.restoreAllMocks());

async function session() {
  const overview = await monitorStub(env, channel).overview();
  return overview.ok ? overview.value.session : null;
}

async function heard() {
  const { counts, feed } = await listenerStub(env, channel.listener).watch(channel.channelId, Date.now() - 60_000);
  return { messages: counts.reduce((sum, { messages }) => sum + messages, 0), feed };
}

async function deliver(delivery: Partial<EventSubDelivery>) {
  const answer = await deliverEventSub({ channelId: channel.channelId, event: chatMessage("hello"), ...delivery });
  return { status: answer.status, body: (await answer.json()) as { status?: string; error?: { code: string } } };
}

test("a challenge is answered as it is, as plain text", async () => {
  const answer = await deliverEventSub({
    channelId: channel.channelId,
    messageType: "webhook_callback_verification",
    challenge: "pogchamp-kappa-360noscope",
  });
  expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
    200,
    "text/plain",
    "pogchamp-kappa-360noscope",
  ]);
});

test("a challenge that nobody signed is not answered", async () => {
  const forged = { "twitch-eventsub-message-signature": `sha256=${"0".repeat(64)}` };
  const challenge = { messageType: "webhook_callback_verification", challenge: "hello", headers: forged } as const;
  expect((await deliver(challenge)).body.error?.code).toBe("bad_signature");
});

test("a signed message is counted once, however often and in whatever envelope it comes", async () => {
  const event = chatMessage("hello", "m-1");
  const answers = [
    await deliver({ event, messageId: "d-1" }),
    await deliver({ event, messageId: "d-1" }),
    await deliver({ event, messageId: "d-2" }),
  ];
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ status: 200, body: { ok: true, status: "heard" } })));
  await deliver({ event: chatMessage("grüße 🎉") });
  await until(async () => (await heard()).messages === 2, "two messages");
});

test("what Twitch has not signed, or not so, is refused", async () => {
  const signature = "twitch-eventsub-message-signature";
  const refused = [
    await deliver({ sentBody: "{}" }),
    await deliver({ headers: { [signature]: "" } }),
    await deliver({ headers: { [signature]: "sha256=" } }),
    await deliver({ headers: { [signature]: "sha256=zz" } }),
    await deliver({ headers: { [signature]: `sha1=${"0".repeat(64)}` } }),
    await deliver({ headers: { "twitch-eventsub-message-id": "another" } }),
    await deliver({ headers: { "twitch-eventsub-message-timestamp": new Date(0).toISOString() } }),
    await deliver({ messageId: "" }),
  ];
  expect(refused.map(({ body }) => body.error?.code)).toEqual(refused.map(() => "bad_signature"));
  expect((await heard()).messages).toBe(0);
});

test("what is older than ten minutes, or from the future, is refused", async () => {
  const minute = 60_000;
  const codes = await Promise.all(
    [-11 * minute, -10 * minute - 1000, 6 * minute].map(
      async (ms) => (await deliver({ sentAtMs: Date.now() + ms })).body.error?.code,
    ),
  );
  expect(codes).toEqual(["stale_webhook", "stale_webhook", "stale_webhook"]);
  expect((await deliver({ sentAtMs: Date.now() - 9 * minute })).status).toBe(200);
});

test("what this version does not know, or cannot read, is taken and counted for the page", async () => {
  const raw = (rawBody: string) => deliver({ rawBody });
  const answers = [
    await deliver({ type: "channel.follow" }),
    await deliver({ type: "channel.chat.notification", event: { ...chatMessage("x"), notice_type: "something_new" } }),
    await deliver({ event: { message_id: 1 } }),
    await deliver({ type: "channel.chat.notification", event: { ...chatMessage("x"), notice_type: "announcement" } }),
    await deliver({ channelId: "999999999" }),
    await raw("{"),
    await raw("null"),
    await raw(""),
  ];
  expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
    [200, "unknown"],
    [200, "unknown"],
    [200, "malformed"],
    [200, "other"],
    [200, "not_ours"],
    [200, "malformed"],
    [200, "malformed"],
    [200, "malformed"],
  ]);
  expect((await heard()).feed).toMatchObject({ unknownEvents: 2, badFrames: 1 });
});

test("a body that is too large is not read to its end", async () => {
  expect((await deliver({ sentBody: "x".repeat(200_000) })).body.error?.code).toBe("payload_too_large");
});

test("live status begins and ends with Twitch's word, whatever its lists say for a while", async () => {
  channel = await workspaceStub(env).addChannel(await newChannel("twitch", false));
  const isLive = async () => (await heard()).feed.status !== "idle";
  const startedAtMs = Date.now();
  const online = { id: "777001", type: "live", started_at: new Date(startedAtMs).toISOString() };
  await deliver({ type: "stream.online", event: online });
  expect(await isLive()).toBe(true);
  await until(async () => (await session())?.streamId === "777001", "the session");
  expect(await session()).toMatchObject({ number: 1, startedAtMs, endedAtMs: null });
  const real = globalThis.fetch;
  let answered = 0;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const answer = await real(input, init);
    if (String(input).includes("/helix/streams")) answered++;
    return answer;
  });
  await deliver({ type: "stream.online", event: online });
  await until(() => answered > 0, "the poll that asks for the title");
  expect(await isLive()).toBe(true);
  await deliver({ type: "stream.offline" });
  expect(await isLive()).toBe(false);
});
