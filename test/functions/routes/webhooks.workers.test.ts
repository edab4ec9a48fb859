// Kick's deliveries as Kick signs them: the simulator's own key, fetched once, is replaced by one the test holds.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { listenerStub, monitorStub, workspaceStub } from "../../support/object-stubs.ts";
import { newChannel, until } from "../../support/demo-world.ts";
import { origin } from "../../support/site.ts";

let keys: CryptoKeyPair;
let pem: string;
let channel: Channel & { listener: string };
const real = globalThis.fetch;
/** How the platform answers a question for its key. */
let keyAnswer: () => Response = () => new Response(null, { status: 500 });

beforeAll(async () => {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const spki = (await crypto.subtle.exportKey("spki", keys.publicKey)) as ArrayBuffer;
  pem = `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...new Uint8Array(spki)))}\n-----END PUBLIC KEY-----\n`;
});

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) =>
    String(input).endsWith("/public/v1/public-key") ? Promise.resolve(keyAnswer()) : real(input, init),
  );
  channel = await workspaceStub(env).addChannel(await newChannel("kick", true));
  await until(async () => (await session())?.endedAtMs === null, "the session");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const goodKey = () => Response.json({ data: { public_key: pem }, message: "OK" });

async function session() {
  const overview = await monitorStub(env, channel).overview();
  return overview.ok ? overview.value.session : null;
}

async function counted(): Promise<number> {
  const { counts } = await listenerStub(env, channel.listener).watch(channel.channelId, Date.now() - 60_000);
  return counts.reduce((sum, { messages }) => sum + messages, 0);
}

interface Delivery {
  readonly body: string;
  readonly messageId?: string;
  readonly type?: string;
  readonly sentAtMs?: number;
  /** What is sent instead of what was signed. */
  readonly sentBody?: BodyInit;
  readonly headers?: Record<string, string>;
}

async function deliver({
  body,
  messageId = crypto.randomUUID(),
  type = "chat.message.sent",
  sentAtMs = Date.now(),
  sentBody = body,
  headers = {},
}: Delivery) {
  const timestamp = new Date(sentAtMs).toISOString();
  const signed = new TextEncoder().encode(`${messageId}.${timestamp}.${body}`);
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", keys.privateKey, signed);
  const answer = await exports.default.fetch(
    new Request(`${origin}/webhooks/kick`, {
      method: "POST",
      body: sentBody,
      headers: {
        "kick-event-message-id": messageId,
        "kick-event-message-timestamp": timestamp,
        "kick-event-signature": btoa(String.fromCharCode(...new Uint8Array(signature))),
        "kick-event-type": type,
        ...headers,
      },
    }),
  );
  return { status: answer.status, body: (await answer.json()) as { status?: string; error?: { code: string } } };
}

function chat(
  text: string,
  { messageId = crypto.randomUUID(), broadcasterId = Number(channel.channelId) } = {},
): string {
  const sender = { user_id: 7, username: "someone", channel_slug: "someone" };
  return JSON.stringify({
    message_id: messageId,
    broadcaster: { user_id: broadcasterId },
    sender,
    content: text,
    created_at: new Date().toISOString(),
  });
}

const status = (isLive: boolean) =>
  JSON.stringify({
    broadcaster: { user_id: Number(channel.channelId) },
    is_live: isLive,
    title: "Night",
    started_at: new Date().toISOString(),
  });

test("while Kick does not say its key nothing is accepted, and Kick is asked to come again", async () => {
  keyAnswer = () => new Response("down", { status: 503 });
  expect(await deliver({ body: chat("hello") })).toMatchObject({
    status: 502,
    body: { error: { code: "platform_unavailable" } },
  });
  keyAnswer = goodKey;
  expect((await deliver({ body: chat("hello") })).status).toBe(200);
});

test("a signed message is counted once, however often and in whatever envelope it comes", async () => {
  const body = chat("hello", { messageId: "m-1" });
  const first = await deliver({ body, messageId: "d-1" });
  const replayed = await deliver({ body, messageId: "d-1" });
  const wrapped = await deliver({ body, messageId: "d-2" });
  expect([first, replayed, wrapped]).toEqual(
    Array.from({ length: 3 }, () => ({ status: 200, body: { ok: true, status: "heard" } })),
  );
  await deliver({ body: chat("grüße 🎉") });
  await until(async () => (await counted()) === 2, "two messages");
});

test("what Kick has not signed, or not so, is refused", async () => {
  const body = chat("hello");
  const refused = [
    await deliver({ body, sentBody: `${body} ` }),
    await deliver({ body, headers: { "kick-event-signature": "AAAA" } }),
    await deliver({ body, headers: { "kick-event-signature": "not base64!" } }),
    await deliver({ body, headers: { "kick-event-signature": "" } }),
    await deliver({ body, headers: { "kick-event-message-id": "another" } }),
    await deliver({ body, headers: { "kick-event-message-timestamp": new Date(0).toISOString() } }),
    await deliver({ body, messageId: "" }),
  ];
  expect(refused.map(({ body: { error } }) => error?.code)).toEqual(refused.map(() => "bad_signature"));
  expect(await counted()).toBe(0);
});

test("what is too old, or from the future, is refused", async () => {
  const hour = 3_600_000;
  const codes = await Promise.all(
    [-25 * hour, -24 * hour - 1000, hour].map(
      async (ms) => (await deliver({ body: chat("hello"), sentAtMs: Date.now() + ms })).body.error?.code,
    ),
  );
  expect(codes).toEqual(["stale_webhook", "stale_webhook", "stale_webhook"]);
  expect((await deliver({ body: chat("hello"), sentAtMs: Date.now() - 23 * hour })).status).toBe(200);
});

test("a signed event that says nothing to us is taken and ignored", async () => {
  expect(
    [
      await deliver({ body: "{" }),
      await deliver({ body: "null" }),
      await deliver({ body: "" }),
      await deliver({ body: '{"message_id":1}' }),
      await deliver({ body: chat("hello"), type: "channel.followed" }),
      await deliver({ body: chat("hello"), type: "__proto__" }),
      await deliver({ body: chat("hello", { broadcasterId: 999_999_999 }) }),
    ].map((answer) => [answer.status, answer.body.status]),
  ).toEqual([
    [200, "malformed"],
    [200, "malformed"],
    [200, "malformed"],
    [200, "malformed"],
    [200, "unknown"],
    [200, "unknown"],
    [200, "not_ours"],
  ]);
});

test("a body that does not end is not read to its end", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      if (pulled > 1000) controller.close();
      else controller.enqueue(new Uint8Array(16_384));
    },
  });
  expect((await deliver({ body: "", sentBody: endless })).body.error?.code).toBe("payload_too_large");
  expect(pulled).toBeLessThan(100);
  expect((await deliver({ body: "x".repeat(200_000) })).status).toBe(413);
});

test("subscriptions given to many are an alert, and by themselves a moment", async () => {
  const person = (userId: number) => ({ user_id: userId, username: `p${userId}`, channel_slug: `p${userId}` });
  const gift = JSON.stringify({
    broadcaster: { user_id: Number(channel.channelId) },
    gifter: person(7),
    giftees: Array.from({ length: 100 }, (_, index) => person(100 + index)),
    created_at: new Date().toISOString(),
  });
  expect((await deliver({ body: gift, type: "channel.subscription.gifts" })).body.status).toBe("heard");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30_000 });
  const triggers = await until(async () => {
    await runDurableObjectAlarm(listenerStub(env, channel.listener));
    const overview = await monitorStub(env, channel).overview();
    return overview.ok ? overview.value.moments[0]?.triggers : null;
  }, "the moment");
  expect(triggers).toMatchObject([{ type: "alert", value: 100 }]);
});

test("events that this version does not know are counted for the page of their channel", async () => {
  await deliver({ body: JSON.stringify({ broadcaster: { user_id: Number(channel.channelId) } }), type: "channel.new" });
  await deliver({ body: JSON.stringify({ broadcaster: { user_id: Number(channel.channelId) }, content: 1 }) });
  const { feed } = await listenerStub(env, channel.listener).watch(channel.channelId, 0);
  expect(feed).toMatchObject({ unknownEvents: 1, badFrames: 1 });
});

test("word of live status counts while it is fresh; hours late it only makes us ask", async () => {
  const offline = () =>
    runInDurableObject(
      listenerStub(env, channel.listener),
      (_, state) =>
        state.storage.sql.exec("SELECT live FROM channels WHERE channel_id = ?", channel.channelId).one()["live"] ===
        null,
    );
  await deliver({ body: status(false), type: "livestream.status.updated", sentAtMs: Date.now() - 2 * 3_600_000 });
  expect(await offline()).toBe(false);
  // Nor to an instance that has not asked the platform itself yet.
  await runInDurableObject(listenerStub(env, channel.listener), (_, state) => state.abort("evicted")).catch(
    () => undefined,
  );
  await deliver({
    body: status(false),
    type: "livestream.status.updated",
    sentAtMs: Date.now() - 2 * 3_600_000,
  });
  expect(await offline()).toBe(false);
  // The newer word came first; the older one is no news. All in one time: what is slow here must not reorder them.
  const nowMs = Date.now();
  await deliver({ body: status(true), type: "livestream.status.updated", sentAtMs: nowMs + 60_000 });
  await deliver({ body: status(false), type: "livestream.status.updated", sentAtMs: nowMs + 59_000 });
  expect(await offline()).toBe(false);
  await deliver({ body: status(false), type: "livestream.status.updated", sentAtMs: nowMs + 61_000 });
  expect(await offline()).toBe(true);
  expect(await session()).toMatchObject({ endedAtMs: null });
});
