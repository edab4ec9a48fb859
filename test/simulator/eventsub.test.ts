// EventSub's subscriptions: who may have them, what becomes of them, and what @twurple makes of them.
import { ApiClient } from "@twurple/api";
import { AppTokenAuthProvider } from "@twurple/auth";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SECRET, startEventSubReceiver, type EventSubReceiver } from "./eventsub-receiver.ts";
import { startSmallWorld, until, type SmallWorld } from "./small-world.ts";
import { twitchCaller, type TwitchCaller } from "./twitch-caller.ts";

let world: SmallWorld;
let receiver: EventSubReceiver;
let twitch: TwitchCaller;
let app: string;
beforeEach(async () => {
  receiver = await startEventSubReceiver();
  world = await startSmallWorld({ webhookRetryDelaysMs: [5, 10] });
  twitch = twitchCaller(world);
  app = await twitch.appToken();
  process.env.TWURPLE_MOCK_API_PORT = new URL(world.baseUrl).port;
});
afterEach(async () => {
  delete process.env.TWURPLE_MOCK_API_PORT;
  await world.close();
  await receiver.close();
});

const body = (changes: Record<string, unknown> = {}, transport: Record<string, unknown> = {}) => ({
  type: "stream.online",
  version: "1",
  condition: { broadcaster_user_id: "70001" },
  transport: { method: "webhook", callback: receiver.url, secret: SECRET, ...transport },
  ...changes,
});
const subscribe = (value: unknown = body(), access = app) =>
  twitch.ask(access, "POST /eventsub/subscriptions", {}, value);
const list = async (query: Record<string, string> = {}) =>
  (await twitch.ask(app, "GET /eventsub/subscriptions", query)).body?.data ?? [];
const status = async () => (await list()).map((one) => one.status);
const verified = () => world.eventSubDeliveries.settled();

const CHAT_SCOPES = "user:read:chat user:bot channel:bot";
const chat = (changes: Record<string, string> = {}) =>
  body({ type: "channel.chat.message", condition: { broadcaster_user_id: "70001", user_id: "70001", ...changes } });

describe("a subscription", () => {
  test("is pending until the callback has given the challenge back", async () => {
    const answer = await subscribe();
    expect(answer).toMatchObject({
      status: 202,
      body: {
        data: [
          {
            status: "webhook_callback_verification_pending",
            type: "stream.online",
            version: "1",
            condition: { broadcaster_user_id: "70001" },
            transport: { method: "webhook", callback: receiver.url },
            cost: 1,
          },
        ],
        total: 1,
        total_cost: 1,
        max_total_cost: 10_000,
      },
    });
    expect(answer.text).not.toContain(SECRET);
    await verified();
    const [challenge] = receiver.received;
    expect([challenge?.type, challenge?.isSigned, challenge?.body.subscription.id]).toEqual([
      "webhook_callback_verification",
      true,
      answer.body?.data[0]?.id,
    ]);
    expect(await status()).toEqual(["enabled"]);
  });

  test.each([
    ["another status", { status: 201 }],
    ["another body", { body: "something else" }],
    ["another type of content", { contentType: "text/html" }],
  ])("fails when the challenge comes back with %s", async (_what, change) => {
    receiver.answer = (challenge) => ({ status: 200, contentType: "text/plain", body: challenge, ...change });
    await subscribe();
    await verified();
    expect(await status()).toEqual(["webhook_callback_verification_failed"]);
    // A failed one stands in nobody's way.
    expect((await subscribe()).status).toBe(202);
  });

  test("is made, listed and deleted by @twurple", async () => {
    const authProvider = new AppTokenAuthProvider(world.twitchClient.id, world.twitchClient.secret);
    const { eventSub } = new ApiClient({ authProvider });
    const transport = { method: "webhook", callback: receiver.url, secret: SECRET } as const;
    const online = await eventSub.subscribeToStreamOnlineEvents("70001", transport);
    const offline = await eventSub.subscribeToStreamOfflineEvents("70001", transport);
    await verified();
    expect((await eventSub.getSubscriptions()).data.map(({ id, status, type }) => [id, status, type])).toEqual([
      [online.id, "enabled", "stream.online"],
      [offline.id, "enabled", "stream.offline"],
    ]);
    expect((await eventSub.getSubscriptionsForType("stream.offline")).data.map(({ id }) => id)).toEqual([offline.id]);
    expect((await eventSub.getSubscriptionsForStatus("enabled")).total).toBe(2);
    await eventSub.deleteSubscription(online.id);
    expect((await list()).map(({ id }) => id)).toEqual([offline.id]);
  });

  test.each([
    ["no type", { type: undefined }, {}],
    ["an unknown type", { type: "channel.dance" }, {}],
    ["another version", { version: "2" }, {}],
    ["an unknown channel", { condition: { broadcaster_user_id: "5" } }, {}],
    ["an incomplete condition", { type: "channel.chat.message" }, {}],
    ["a condition with more", { condition: { broadcaster_user_id: "70001", user_id: "70001" } }, {}],
    ["a socket", {}, { method: "websocket" }],
    ["a plain callback elsewhere", {}, { callback: "http://example.com/hook" }],
    ["a callback on another port", {}, { callback: "https://example.com:8443/hook" }],
    ["a short secret", {}, { secret: "123456789" }],
    ["a long secret", {}, { secret: "x".repeat(101) }],
    ["a secret beyond ASCII", {}, { secret: "ä secret secret" }],
  ])("is refused with %s", async (_what, changes, transport) => {
    expect((await subscribe(body(changes, transport))).status).toBe(400);
    expect(await list()).toEqual([]);
  });

  test("is an app's matter, not a user's", async () => {
    expect((await subscribe(body(), await twitch.userToken("neon_rally"))).status).toBe(400);
    expect((await subscribe(body(), "nonsense")).status).toBe(401);
  });

  test("is refused when there is the same, or three like it", async () => {
    await subscribe();
    expect((await subscribe()).status).toBe(409);
    const others = (n: number) => subscribe(body({}, { callback: `${receiver.url}/${n}` }));
    expect([(await others(1)).status, (await others(2)).status, (await others(3)).status]).toEqual([202, 202, 429]);
    expect((await subscribe(body({ type: "stream.offline" }))).status).toBe(202);
  });

  test("costs nothing where the channel's owner knows the app", async () => {
    await twitch.userToken("neon_rally");
    expect((await subscribe()).body).toMatchObject({ data: [{ cost: 0 }], total_cost: 0 });
  });

  test("is listed by one filter and deleted once", async () => {
    const id = String((await subscribe()).body?.data[0]?.id);
    await subscribe(body({ condition: { broadcaster_user_id: "70003" } }));
    await verified();
    expect((await list({ user_id: "70001" })).length).toBe(1);
    expect((await list({ subscription_id: id })).length).toBe(1);
    expect((await list({ status: "webhook_callback_verification_failed" })).length).toBe(0);
    expect((await twitch.ask(app, "GET /eventsub/subscriptions", { type: "a", status: "b" })).status).toBe(400);
    const remove = async () => (await twitch.ask(app, "DELETE /eventsub/subscriptions", { id })).status;
    expect([await remove(), await remove()]).toEqual([204, 404]);
    expect((await twitch.ask(app, "DELETE /eventsub/subscriptions")).status).toBe(400);
  });
});

describe("chat", () => {
  test("needs the reader's grants and the channel's", async () => {
    expect((await subscribe(chat())).status).toBe(403);
    await twitch.userToken("neon_rally", "user:read:chat channel:bot");
    expect((await subscribe(chat())).status).toBe(403);
    // Granted at another time, and counted together.
    await twitch.userToken("neon_rally", "user:bot");
    expect((await subscribe(chat())).status).toBe(202);
    expect((await subscribe(chat({ broadcaster_user_id: "70003" }))).status).toBe(403);
    await twitch.userToken("slow_lantern", "channel:bot");
    expect((await subscribe(chat({ broadcaster_user_id: "70003" }))).status).toBe(202);
  });

  test("is revoked with the grant it rests on", async () => {
    await twitch.userToken("neon_rally", CHAT_SCOPES);
    await subscribe(chat());
    await subscribe();
    await verified();
    await world.control.revokeUser({ user: "neon_rally" });
    await until(() => receiver.of("revocation").length > 0, "the revocation");
    const [revocation] = receiver.of("revocation");
    expect([revocation?.isSigned, revocation?.body.event, revocation?.body.subscription]).toMatchObject([
      true,
      undefined,
      { status: "authorization_revoked", type: "channel.chat.message" },
    ]);
    expect(await status()).toEqual(["authorization_revoked", "enabled"]);
    expect((await subscribe(chat())).status).toBe(403);
  });

  test("ends by order with its reason", async () => {
    await twitch.userToken("neon_rally", CHAT_SCOPES);
    await subscribe(chat());
    await verified();
    expect(await world.control.revokeEventSub({ channel: "neon_rally", reason: "user_removed" })).toEqual({
      revoked: 1,
    });
    await verified();
    expect(receiver.of("revocation").map((one) => one.body.subscription.status)).toEqual(["user_removed"]);
  });
});
