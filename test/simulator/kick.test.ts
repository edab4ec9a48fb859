import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startKickReceiver, type KickReceiver, type ReceivedDelivery } from "./kick-receiver.ts";
import { START_MS, startSmallWorld, until, type SmallWorld } from "./small-world.ts";

let world: SmallWorld;
let receiver: KickReceiver;
beforeEach(async () => {
  receiver = await startKickReceiver();
  world = await startSmallWorld({ kickWebhookUrl: receiver.url, webhookRetryDelaysMs: [5, 10, 15] });
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

const BACK = "http://localhost:8787/auth/kick/callback";
const VERIFIER = "a-verifier-of-at-least-forty-three-characters-long";

type Body = Record<string, unknown>;

async function challengeOf(verifier: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))).toString("base64url");
}

async function authorizeUrl(changes: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: world.kickClient.id,
    redirect_uri: BACK,
    scope: "user:read channel:read",
    state: "abc",
    code_challenge: await challengeOf(VERIFIER),
    code_challenge_method: "S256",
    ...changes,
  });
  return `${world.urls.KICK_ID_URL}/oauth/authorize?${query}`;
}

async function token(fields: Record<string, string>) {
  const body = new URLSearchParams({
    client_id: world.kickClient.id,
    client_secret: world.kickClient.secret,
    ...fields,
  });
  const answer = await fetch(`${world.urls.KICK_ID_URL}/oauth/token`, { method: "POST", body });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function freshCode(): Promise<string> {
  const answer = await fetch(`${await authorizeUrl()}&login_as=hypecut_demo`, { redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

async function appToken(): Promise<string> {
  return String((await token({ grant_type: "client_credentials" })).body.access_token);
}

async function api(path: string, init: { token?: string; method?: string; body?: unknown } = {}) {
  const headers = { authorization: `Bearer ${init.token ?? (await appToken())}`, "content-type": "application/json" };
  const body = init.body === undefined ? null : JSON.stringify(init.body);
  const answer = await fetch(`${world.urls.KICK_API_URL}/public/v1${path}`, {
    method: init.method ?? "GET",
    headers,
    body,
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: (text === "" ? null : JSON.parse(text)) as { data: Body[]; message: string } | null,
  };
}

const both = ["chat.message.sent", "livestream.status.updated"];

async function subscribe(broadcaster = 80001, names = both) {
  const events = names.map((name) => ({ name, version: 1 }));
  return api("/events/subscriptions", {
    method: "POST",
    body: { broadcaster_user_id: broadcaster, events, method: "webhook" },
  });
}

/** As a receiver proves a delivery: WebCrypto, with the key the API gives out. */
async function isGenuine({ headers, body }: ReceivedDelivery): Promise<boolean> {
  const answer = (await (await fetch(`${world.urls.KICK_API_URL}/public/v1/public-key`)).json()) as {
    data: { public_key: string };
  };
  const der = Buffer.from(answer.data.public_key.replace(/-----[^-]+-----/g, ""), "base64");
  const scheme = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", der, scheme, false, ["verify"]);
  const signed = `${headers["kick-event-message-id"]}.${headers["kick-event-message-timestamp"]}.${body}`;
  const signature = Buffer.from(String(headers["kick-event-signature"]), "base64");
  return crypto.subtle.verify(scheme.name, key, signature, new TextEncoder().encode(signed));
}

describe("signing in with Kick", () => {
  test("wants state, PKCE and the secret, and gives a pair that rotates", async () => {
    for (const missing of [
      { state: "" },
      { code_challenge: "" },
      { code_challenge_method: "plain" },
      { client_id: "x" },
    ]) {
      expect((await fetch(await authorizeUrl(missing))).status).toBe(400);
    }
    const exchange = (fields: Record<string, string>) =>
      token({ grant_type: "authorization_code", redirect_uri: BACK, code_verifier: VERIFIER, ...fields });
    const refused = { status: 400, body: { error: "Invalid request" } };
    expect(await exchange({ code: await freshCode(), code_verifier: "another verifier" })).toEqual(refused);
    expect(await exchange({ code: await freshCode(), client_secret: "guess" })).toEqual(refused);
    expect(await exchange({ code: await freshCode(), redirect_uri: `${BACK}?x` })).toEqual(refused);
    const code = await freshCode();
    const first = await exchange({ code });
    expect(first.body).toMatchObject({ token_type: "Bearer", scope: "user:read channel:read", expires_in: "7200" });
    expect(await exchange({ code })).toEqual(refused);
    const second = await token({ grant_type: "refresh_token", refresh_token: String(first.body.refresh_token) });
    expect(second.status).toBe(200);
    expect(await token({ grant_type: "refresh_token", refresh_token: String(first.body.refresh_token) })).toEqual(
      refused,
    );
    const me = await api("/users", { token: String(second.body.access_token) });
    expect(me.body?.data).toEqual([{ email: "", name: "hypecut_demo", profile_picture: "", user_id: 95001 }]);
    const revoked = await fetch(
      `${world.urls.KICK_ID_URL}/oauth/revoke?token=${second.body.access_token}&token_hint_type=access_token`,
      { method: "POST" },
    );
    expect(await revoked.text()).toBe("OK");
    expect((await api("/users", { token: String(second.body.access_token) })).status).toBe(401);
  });
});

describe("Kick's API", () => {
  test("knows channels by slug and by id, and spoils a batch with one unknown slug", async () => {
    const both = await api("/channels?slug=pixel_harbor&slug=copper_finch");
    expect(both.body?.data.map((c) => [c.broadcaster_user_id, c.slug])).toEqual([
      [80001, "pixel_harbor"],
      [80002, "copper_finch"],
    ]);
    const [live, offline] = both.body?.data.map((c) => c.stream as Body) ?? [];
    expect(live).toMatchObject({
      is_live: true,
      start_time: new Date(START_MS - 73_000).toISOString().replace(".000Z", "Z"),
    });
    expect(offline).toMatchObject({ is_live: false, viewer_count: 0, start_time: "0001-01-01T00:00:00Z" });
    expect((await api("/channels?broadcaster_user_id=80002")).body?.data.length).toBe(1);
    expect(await api("/channels?slug=pixel_harbor&slug=nobody")).toEqual({
      status: 400,
      body: { data: "Channel not found", message: "Bad request" },
    });
    expect((await api("/channels?slug=pixel_harbor&broadcaster_user_id=80001")).status).toBe(400);
    expect((await api(`/channels?${Array.from({ length: 51 }, () => "slug=pixel_harbor").join("&")}`)).status).toBe(
      400,
    );
    expect((await api("/channels?slug=pixel_harbor", { token: "nonsense" })).status).toBe(401);
  });

  test("lists who is live, with viewers that change once a minute", async () => {
    const viewers = async () => {
      const answer = await api("/users/livestreams?user_id=80001&user_id=80002");
      expect(answer.body?.data.map((c) => c.slug)).toEqual(["pixel_harbor"]);
      return answer.body?.data[0]?.viewer_count;
    };
    world.advance(41_000);
    const early = await viewers();
    world.advance(18_000);
    expect(await viewers()).toBe(early);
    world.advance(1000);
    expect(await viewers()).toBe(world.world.viewersAt("pixel_harbor", START_MS + 60_000));
    expect((await api("/livestreams?broadcaster_user_id=80001")).body?.data.length).toBe(1);
  });
});

describe("Kick's webhooks", () => {
  test("bring the script's chat, signed, to who subscribed, and nothing to who did not", async () => {
    await world.control.burst({ channel: "pixel_harbor", messagesPerSecond: 5, seconds: 1 });
    world.advance(1000);
    await world.kickDeliveries.settled();
    expect(receiver.received).toEqual([]);
    const subscribed = await subscribe();
    expect(subscribed.body?.data.map((s) => [s.name, s.error])).toEqual(both.map((name) => [name, ""]));
    expect((await api("/events/subscriptions")).body?.data.map((s) => s.event)).toEqual(both);
    const from = world.nowMs();
    await world.control.say({ channel: "pixel_harbor", text: "wow {hype} yes" });
    world.advance(5000);
    await world.kickDeliveries.settled();
    const script = world.world.chatBetween("pixel_harbor", from, world.nowMs());
    const bodies = receiver.received.map(({ body }) => JSON.parse(body) as Body);
    expect(bodies.map((b) => b.message_id).sort()).toEqual(script.map((m) => m.id).sort());
    const said = bodies.find((b) => String(b.content).startsWith("wow"));
    expect(said).toMatchObject({
      content: "wow [emote:4148074:HYPERCLAP] yes",
      emotes: [{ emote_id: "4148074", positions: [{ s: 4, e: 28 }] }],
      broadcaster: { user_id: 80001, channel_slug: "pixel_harbor" },
      created_at: "2026-11-21T12:00:01Z",
    });
    for (const delivery of receiver.received) expect(await isGenuine(delivery)).toBe(true);
    const ids = subscribed.body?.data.map((s) => `id=${s.subscription_id}`).join("&");
    expect((await api(`/events/subscriptions?${ids}`, { method: "DELETE" })).status).toBe(204);
    expect((await api("/events/subscriptions")).body?.data).toEqual([]);
  });

  test("tell when a broadcast ends and another begins", async () => {
    await subscribe();
    await world.control.setLive({ channel: "pixel_harbor", live: false });
    world.advance(7500);
    await world.control.setLive({ channel: "pixel_harbor", live: true });
    await world.kickDeliveries.settled();
    const bodies = receiver.received
      .filter(({ headers }) => headers["kick-event-type"] === "livestream.status.updated")
      .map(({ body }) => JSON.parse(body) as Body);
    expect(bodies.map((b) => [b.is_live, b.started_at, b.ended_at])).toEqual([
      [false, "2026-11-21T11:58:47Z", "2026-11-21T12:00:00Z"],
      [true, "2026-11-21T12:00:07Z", null],
    ]);
  });

  test("try again with the same id while the receiver refuses, then give up", async () => {
    await subscribe(80002, ["chat.message.sent"]);
    receiver.answers.push(500, 503);
    await world.control.say({ channel: "copper_finch", text: "one" });
    world.advance(1);
    await until(() => receiver.received.length === 3, "three tries");
    await world.kickDeliveries.settled();
    expect(new Set(receiver.received.map(({ headers }) => headers["kick-event-message-id"])).size).toBe(1);
    expect(world.kickDeliveries.reports().at(-1)).toMatchObject({ attempts: 3, status: 200 });
    receiver.answers.push(500, 500, 500, 500);
    await world.control.say({ channel: "copper_finch", text: "two" });
    world.advance(1);
    await until(() => receiver.received.length === 7, "four tries");
    await world.kickDeliveries.settled();
    expect(world.kickDeliveries.reports().at(-1)).toMatchObject({ attempts: 4, status: 500 });
  });

  test("can be forged, replayed and stale", async () => {
    await subscribe(80002, ["chat.message.sent"]);
    await expect(world.control.forgeWebhook({ kind: "replay" })).rejects.toThrow("nothing has been delivered yet");
    await world.control.say({ channel: "copper_finch", text: "one" });
    world.advance(1);
    await until(() => receiver.received.length === 1, "the delivery");
    receiver.answers.push(200, 403, 403);
    expect((await world.control.forgeWebhook({ kind: "replay" })).status).toBe(200);
    expect((await world.control.forgeWebhook({ kind: "bad_signature" })).status).toBe(403);
    expect((await world.control.forgeWebhook({ kind: "stale" })).status).toBe(403);
    const [original, replay, forged, stale] = receiver.received;
    if (!original || !replay || !forged || !stale) throw new Error("deliveries are missing");
    expect([replay.headers["kick-event-message-id"], replay.body]).toEqual([
      original.headers["kick-event-message-id"],
      original.body,
    ]);
    expect(await isGenuine(forged)).toBe(false);
    expect(await isGenuine(stale)).toBe(true);
    expect(Date.parse(String(stale.headers["kick-event-message-timestamp"]))).toBe(world.nowMs() - 86_400_000);
  });

  test("can be lost, broken, or held back until the failure ends", async () => {
    await subscribe(80002, ["chat.message.sent"]);
    const say = async (text: string) => {
      await world.control.say({ channel: "copper_finch", text });
      world.advance(1);
    };
    await world.control.fail({ service: "kick_webhooks", mode: "drop", times: 1 });
    await say("lost");
    await world.control.fail({ service: "kick_webhooks", mode: "garbage", times: 1 });
    await say("broken");
    await until(() => receiver.received.length === 1, "the broken one");
    expect(() => JSON.parse(receiver.received[0]?.body ?? "") as unknown).toThrow();
    await world.control.fail({ service: "kick_webhooks", mode: "hang" });
    await say("late");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(receiver.received.length).toBe(1);
    await world.control.clearFailures({});
    await until(() => receiver.received.length === 2, "the late one");
    expect(receiver.received[1]?.body).toContain("late");
    await expect(world.control.fail({ service: "kick_webhooks", mode: "500" })).rejects.toThrow(
      "garbage, hang or drop",
    );
  });
});
