// Subscriptions, gifts and kicks on Kick's webhooks, and who a Kick token belongs to.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertsBetween } from "./alerts.ts";
import { startKickReceiver, type KickReceiver } from "./kick-receiver.ts";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";

let world: SmallWorld;
let receiver: KickReceiver;
beforeEach(async () => {
  receiver = await startKickReceiver();
  world = await startSmallWorld({ kickWebhookUrl: receiver.url, webhookRetryDelaysMs: [5, 10] });
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

const alertEvents = [
  "channel.subscription.new",
  "channel.subscription.renewal",
  "channel.subscription.gifts",
  "kicks.gifted",
];

async function token(fields: Record<string, string>): Promise<string> {
  const { id, secret } = world.kickClient;
  const body = new URLSearchParams({ client_id: id, client_secret: secret, ...fields });
  const answer = await fetch(`${world.urls.KICK_ID_URL}/oauth/token`, { method: "POST", body });
  return String(((await answer.json()) as { access_token: string }).access_token);
}

async function subscribe(): Promise<void> {
  const answer = await fetch(`${world.urls.KICK_API_URL}/public/v1/events/subscriptions`, {
    method: "POST",
    headers: { authorization: `Bearer ${await token({ grant_type: "client_credentials" })}` },
    body: JSON.stringify({
      broadcaster_user_id: 80001,
      events: alertEvents.map((name) => ({ name, version: 1 })),
      method: "webhook",
    }),
  });
  expect(answer.status).toBe(200);
}

const delivered = () =>
  receiver.received.map(({ headers, body }) => ({
    event: headers["kick-event-type"],
    body: JSON.parse(body) as Record<string, Record<string, unknown>>,
  }));

describe("alerts on Kick", () => {
  test("are told from the script to who subscribed", async () => {
    world.advance(100_000);
    await world.kickDeliveries.settled();
    expect(receiver.received).toEqual([]);
    await subscribe();
    const fromMs = world.nowMs();
    for (let i = 0; i < 10; i++) world.advance(60_000);
    await world.kickDeliveries.settled();
    const script = alertsBetween(world.world.channel("pixel_harbor"), fromMs, world.nowMs());
    const expected = script.map(({ kind, amount, sentAtMs }) => {
      const event = {
        subscription: amount > 1 ? "channel.subscription.renewal" : "channel.subscription.new",
        gift: "channel.subscription.gifts",
        kicks: "kicks.gifted",
      }[kind as "subscription" | "gift" | "kicks"];
      return `${event} ${sentAtMs}`;
    });
    expect(
      delivered()
        .map(({ event, body }) => `${String(event)} ${Date.parse(String(body.created_at))}`)
        .toSorted(),
    ).toEqual(expected.toSorted());
    expect(new Set(delivered().map(({ event }) => event)).size).toBe(4);
  });

  test("have the forms of their kinds", async () => {
    await subscribe();
    const alert = async (kind: "subscription" | "gift" | "direct_gift" | "kicks" | "raid", amount: number) => {
      receiver.received.length = 0;
      await world.control.alert({ channel: "pixel_harbor", kind, amount });
      await world.kickDeliveries.settled();
      return delivered()[0]?.body;
    };
    const broadcaster = { user_id: 80001, username: "pixel_harbor", channel_slug: "pixel_harbor", is_verified: null };
    const at = new Date(START_MS).toISOString().replace(".000Z", "Z");
    expect(await alert("subscription", 3)).toMatchObject({
      broadcaster,
      subscriber: { user_id: 7_000_000, username: "MossyComet", channel_slug: "mossycomet", is_anonymous: false },
      duration: 3,
      created_at: at,
      expires_at: "2026-12-21T12:00:00Z",
    });
    expect(await alert("kicks", 100)).toMatchObject({ broadcaster, gift: { amount: 100 }, created_at: at });
    expect((await alert("direct_gift", 5))?.giftees?.length).toBe(1);
    const gifters = [];
    for (let i = 0; i < 20; i++) {
      const gift = await alert("gift", 4);
      expect(gift?.giftees?.length).toBe(4);
      gifters.push(gift?.gifter?.is_anonymous === true ? gift.gifter.user_id : "named");
    }
    expect(new Set(gifters)).toEqual(new Set([null, "named"]));
    expect(await alert("raid", 10)).toBeUndefined();
  });
});

describe("who a token belongs to", () => {
  async function userToken(scope: string): Promise<string> {
    const verifier = "a-verifier-of-at-least-forty-three-characters-long";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const redirect_uri = "http://localhost:8787/auth/kick/callback";
    const query = new URLSearchParams({
      ...{ response_type: "code", client_id: world.kickClient.id, redirect_uri, scope, state: "s" },
      code_challenge: Buffer.from(digest).toString("base64url"),
      code_challenge_method: "S256",
      login_as: "hypecut_demo",
    });
    const answer = await fetch(`${world.urls.KICK_ID_URL}/oauth/authorize?${query}`, { redirect: "manual" });
    const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
    return token({ grant_type: "authorization_code", redirect_uri, code_verifier: verifier, code });
  }
  async function me(access: string) {
    const headers = { authorization: `Bearer ${access}` };
    const answer = await fetch(`${world.urls.KICK_API_URL}/public/v1/users`, { headers });
    return { status: answer.status, body: (await answer.json()) as { data: unknown } };
  }

  test("is told to a token that may read its user", async () => {
    expect(await me(await userToken("user:read"))).toMatchObject({
      status: 200,
      body: { data: [{ user_id: 95001, name: "hypecut_demo" }] },
    });
  });

  test("is not told without the scope, or to an app", async () => {
    expect((await me(await userToken("channel:read"))).status).toBe(401);
    expect((await me(await token({ grant_type: "client_credentials" }))).status).toBe(401);
  });
});
