// What EventSub delivers: chat, alerts and broadcasts, signed and retried, and disturbed when a test wants it so.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SECRET, startEventSubReceiver, type EventSubReceiver } from "./eventsub-receiver.ts";
import { START_MS, startSmallWorld, until, type SmallWorld } from "./small-world.ts";
import { twitchCaller } from "./twitch-caller.ts";

let world: SmallWorld;
let receiver: EventSubReceiver;
let subscribe: (type: string) => Promise<void>;
beforeEach(async () => {
  receiver = await startEventSubReceiver();
  world = await startSmallWorld({ webhookRetryDelaysMs: [5, 10] });
  const twitch = twitchCaller(world);
  await twitch.userToken("neon_rally", "user:read:chat user:bot channel:bot");
  const app = await twitch.appToken();
  subscribe = async (type) => {
    const isChat = type.startsWith("channel.chat");
    const condition = { broadcaster_user_id: "70001", ...(isChat ? { user_id: "70001" } : {}) };
    const transport = { method: "webhook", callback: receiver.url, secret: SECRET };
    const { status } = await twitch.ask(
      app,
      "POST /eventsub/subscriptions",
      {},
      { type, version: "1", condition, transport },
    );
    expect(status).toBe(202);
    await world.eventSubDeliveries.settled();
    receiver.received.length = 0;
  };
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

const settled = () => world.eventSubDeliveries.settled();
const events = () => receiver.of("notification").map(({ body }) => body.event ?? {});
const say = async (text: string) => {
  await world.control.say({ channel: "neon_rally", text });
  world.advance(1000);
  await settled();
  return events().find(({ message }) => (message as { text: string }).text === text) ?? {};
};

describe("notifications", () => {
  test("bring the script's chat with its ids and times, signed", async () => {
    await subscribe("channel.chat.message");
    const fromMs = world.nowMs();
    world.advance(20_000);
    await settled();
    const script = world.world.chatBetween("neon_rally", fromMs, world.nowMs());
    const notified = receiver.of("notification");
    expect(script.length).toBeGreaterThan(5);
    expect(notified.map(({ body }) => body.event?.message_id).toSorted()).toEqual(
      script.map(({ id }) => id).toSorted(),
    );
    expect(notified.every(({ isSigned }) => isSigned)).toBe(true);
    for (const { headers, body } of notified) {
      const time = String(headers["twitch-eventsub-message-timestamp"]);
      expect(time).toMatch(/^2026-11-21T12:00:\d\d\.\d{1,9}Z$/);
      expect(Date.parse(time)).toBe(script.find(({ id }) => id === body.event?.message_id)?.sentAtMs);
      expect(headers["twitch-eventsub-subscription-type"]).toBe("channel.chat.message");
      expect(headers["twitch-eventsub-message-retry"]).toBe("0");
    }
    expect(
      notified.some(({ headers }) => /\.\d{7,9}Z$/.test(String(headers["twitch-eventsub-message-timestamp"]))),
    ).toBe(true);
  });

  test("break a message into words, emotes, cheers and mentions", async () => {
    await subscribe("channel.chat.message");
    const chatter = world.world.chatBetween("neon_rally", START_MS - 60_000, START_MS)[0]?.chatter;
    const event = await say("well done @mossycomet Kappa LUL Cheer500 more 🔥");
    const plain = { cheermote: null, emote: null, mention: null };
    const emote = (id: string) => ({ id, emote_set_id: "0", owner_id: "0", format: ["static"] });
    expect(chatter).toBeDefined();
    expect(event).toMatchObject({
      broadcaster_user_id: "70001",
      broadcaster_user_login: "neon_rally",
      chatter_user_login: "mossycomet",
      message_type: "text",
      cheer: { bits: 500 },
      reply: null,
      source_broadcaster_user_id: null,
      source_message_id: null,
    });
    expect((event.message as { fragments: unknown }).fragments).toEqual([
      { ...plain, type: "text", text: "well done " },
      {
        ...plain,
        type: "mention",
        text: "@mossycomet",
        mention: { user_id: "60000000", user_name: "MossyComet", user_login: "mossycomet" },
      },
      { ...plain, type: "text", text: " " },
      { ...plain, type: "emote", text: "Kappa", emote: emote("25") },
      { ...plain, type: "text", text: " " },
      { ...plain, type: "emote", text: "LUL", emote: emote("425618") },
      { ...plain, type: "text", text: " " },
      { ...plain, type: "cheermote", text: "Cheer500", cheermote: { prefix: "cheer", bits: 500, tier: 100 } },
      { ...plain, type: "text", text: " more 🔥" },
    ]);
    expect(await say("nothing special")).toMatchObject({
      cheer: null,
      message: { fragments: [{ ...plain, type: "text", text: "nothing special" }] },
    });
  });

  test("tell alerts, each with the one object of its name", async () => {
    await subscribe("channel.chat.notification");
    const alert = async (kind: "subscription" | "gift" | "direct_gift" | "raid" | "unknown", amount: number) => {
      receiver.received.length = 0;
      await world.control.alert({ channel: "neon_rally", kind, amount });
      await settled();
      return events().map((event) => {
        const filled = Object.entries(event).filter(([name, value]) => name in names && value !== null);
        return [event.notice_type, Object.fromEntries(filled)];
      });
    };
    const names = { sub: 1, resub: 1, sub_gift: 1, community_sub_gift: 1, raid: 1, announcement: 1, watch_streak: 1 };
    const tier = { sub_tier: "1000" };
    expect(await alert("subscription", 1)).toEqual([
      ["sub", { sub: { ...tier, is_prime: false, duration_months: 1 } }],
    ]);
    expect(await alert("subscription", 7)).toMatchObject([["resub", { resub: { ...tier, cumulative_months: 7 } }]]);
    expect(await alert("direct_gift", 1)).toMatchObject([
      ["sub_gift", { sub_gift: { ...tier, community_gift_id: null } }],
    ]);
    const gifts = await alert("gift", 3);
    const community = gifts.find(([kind]) => kind === "community_sub_gift")?.[1] as Record<string, unknown> | undefined;
    expect(community).toMatchObject({ community_sub_gift: { total: 3 } });
    expect(gifts.length).toBe(4);
    const { id } = (community as { community_sub_gift: { id: string } }).community_sub_gift;
    expect(gifts.filter(([kind]) => kind === "sub_gift")).toMatchObject(
      Array.from({ length: 3 }, () => ["sub_gift", { sub_gift: { community_gift_id: id } }]),
    );
    expect(await alert("raid", 250)).toMatchObject([["raid", { raid: { viewer_count: 250 } }]]);
    expect(await alert("unknown", 5)).toMatchObject([["watch_streak", { watch_streak: { streak_count: 5 } }]]);
  });

  test("bring the script's own alerts", async () => {
    await subscribe("channel.chat.notification");
    world.advance(110_000);
    await settled();
    expect(events().length).toBeGreaterThan(0);
    expect(receiver.of("notification").every(({ isSigned }) => isSigned)).toBe(true);
  });

  test("tell when a broadcast ends and another begins", async () => {
    await subscribe("stream.online");
    await subscribe("stream.offline");
    await world.control.setLive({ channel: "neon_rally", live: false });
    world.advance(60_000);
    await world.control.setLive({ channel: "neon_rally", live: true });
    await settled();
    const about = {
      broadcaster_user_id: "70001",
      broadcaster_user_login: "neon_rally",
      broadcaster_user_name: "Neon_Rally",
    };
    const { streamId, startedAtMs } = world.world.channel("neon_rally").broadcasts[1] ?? {};
    const began = { id: streamId, type: "live", started_at: new Date(startedAtMs ?? 0).toISOString() };
    expect(events().toSorted((a, b) => Object.keys(a).length - Object.keys(b).length)).toEqual([
      about,
      { ...about, ...began },
    ]);
  });

  test("come again with the same id until they are taken", async () => {
    await subscribe("stream.offline");
    receiver.statuses.push(500, 503);
    await world.control.setLive({ channel: "neon_rally", live: false });
    await settled();
    const notified = receiver.of("notification");
    expect(notified.map(({ headers }) => headers["twitch-eventsub-message-retry"])).toEqual(["0", "1", "2"]);
    expect(new Set(notified.map(({ headers }) => headers["twitch-eventsub-message-id"])).size).toBe(1);
    expect(notified.every(({ isSigned }) => isSigned)).toBe(true);
    expect(world.eventSubDeliveries.reports().at(-1)).toMatchObject({ attempts: 3, status: 204 });
  });

  test("end when too many were not taken", async () => {
    await subscribe("channel.chat.message");
    receiver.statuses.push(...Array<number>(60).fill(500));
    await world.control.burst({ channel: "neon_rally", messagesPerSecond: 30, seconds: 1 });
    world.advance(2000);
    await until(() => receiver.of("revocation").length > 0, "the revocation");
    expect(receiver.of("revocation")[0]?.body.subscription.status).toBe("notification_failures_exceeded");
    await settled();
    // Ten were given up while eight more were on their way; the rest of the burst is not sent.
    const ids = receiver.of("notification").map(({ headers }) => headers["twitch-eventsub-message-id"]);
    expect(new Set(ids).size).toBeLessThanOrEqual(18);
  });
});

describe("disturbances", () => {
  beforeEach(() => subscribe("channel.chat.notification"));
  const raid = async () => {
    await world.control.alert({ channel: "neon_rally", kind: "raid", amount: 5 });
    await settled();
  };
  const ids = () => receiver.of("notification").map(({ headers }) => headers["twitch-eventsub-message-id"]);

  test("lose, repeat, delay and forge as many as ordered", async () => {
    await world.control.disturbEventSub({ kind: "drop", times: 1 });
    await raid();
    expect(ids()).toEqual([]);
    await world.control.disturbEventSub({ kind: "duplicate", times: 1 });
    await raid();
    expect([ids().length, new Set(ids()).size]).toEqual([2, 1]);
    await world.control.disturbEventSub({ kind: "delay", times: 1, delayMs: 50 });
    await raid();
    expect(ids().length).toBe(3);
    await world.control.disturbEventSub({ kind: "bad_signature" });
    await raid();
    await world.control.calmEventSub({});
    await raid();
    expect(receiver.of("notification").map(({ isSigned }) => isSigned)).toEqual([true, true, true, false, true]);
  });

  test("include the last one again, stale, or with another body", async () => {
    await raid();
    const replayed = await world.control.forgeEventSub({ kind: "replay" });
    expect([replayed.status, replayed.messageId]).toEqual([204, ids()[0]]);
    await world.control.forgeEventSub({ kind: "stale" });
    const time = Date.parse(String(receiver.received.at(-1)?.headers["twitch-eventsub-message-timestamp"]));
    expect([world.nowMs() - time > 600_000, receiver.received.at(-1)?.isSigned]).toEqual([true, true]);
    await world.control.forgeEventSub({ kind: "bad_signature" });
    expect(receiver.received.at(-1)?.isSigned).toBe(false);
  });
});
