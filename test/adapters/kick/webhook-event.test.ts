import { describe, expect, test } from "vitest";
import { kickWebhookEvent } from "../../../adapters/kick/webhook-event.ts";

const broadcaster = {
  is_anonymous: false,
  user_id: 900,
  username: "Host",
  is_verified: null,
  profile_picture: "",
  channel_slug: "host",
};
const sender = {
  is_anonymous: false,
  user_id: 77,
  username: "Ann_B",
  is_verified: false,
  profile_picture: "",
  channel_slug: "ann-b",
  identity: null,
};
const nobody = {
  is_anonymous: true,
  user_id: null,
  username: null,
  is_verified: null,
  profile_picture: null,
  channel_slug: null,
};
const created_at = "2026-01-14T16:08:06Z";
const createdAtMs = Date.UTC(2026, 0, 14, 16, 8, 6);

const read = (eventType: string, body: unknown) => kickWebhookEvent({ eventType, messageId: "01HX", body });

describe("chat.message.sent", () => {
  const body = {
    message_id: "m-1",
    broadcaster,
    sender,
    content: "so [emote:37226:KEKW] [emote:37226:KEKW]!",
    emotes: null,
    created_at,
  };

  test("is a chat message with its emotes by name", () => {
    expect(read("chat.message.sent", body)).toEqual({
      status: "chat",
      channelId: "900",
      events: [
        {
          type: "message",
          id: "m-1",
          sentAtMs: createdAtMs,
          chatterId: "77",
          chatterLogin: "ann-b",
          text: "so KEKW KEKW!",
          emotes: ["KEKW", "KEKW"],
          isFromSharedChat: false,
        },
      ],
    });
  });

  test.each([
    ["no emotes at all", { ...body, emotes: undefined, content: "plain" }],
    [
      "an identity with badges",
      {
        ...body,
        sender: { ...sender, identity: { username_color: "#fff", badges: [{ text: "Mod", type: "moderator" }] } },
      },
    ],
    ["fields nobody knows yet", { ...body, later: { added: true } }],
  ])("tolerates %s", (_, tolerated) => expect(read("chat.message.sent", tolerated).status).toBe("chat"));

  test.each([
    ["null", null, null],
    ["a text", "hello", null],
    ["no broadcaster", { ...body, broadcaster: nobody }, null],
    ["no id", { ...body, message_id: "" }, "900"],
    ["no sender", { ...body, sender: nobody }, "900"],
    ["no time", { ...body, created_at: "soon" }, "900"],
    ["a huge text", { ...body, content: "x".repeat(100_000) }, "900"],
  ])("%s is malformed", (_, broken, channelId) => {
    expect(read("chat.message.sent", broken)).toEqual({ status: "malformed", channelId });
  });
});

describe("alerts", () => {
  test.each([
    [
      "channel.subscription.new",
      { subscriber: sender, duration: 1 },
      { kind: "subscription", amount: 1, chatterId: "77" },
    ],
    [
      "channel.subscription.renewal",
      { subscriber: sender, duration: 3 },
      { kind: "subscription", amount: 1, chatterId: "77" },
    ],
    [
      "channel.subscription.gifts",
      { gifter: sender, giftees: [sender, sender, sender] },
      { kind: "gift", amount: 3, chatterId: "77" },
    ],
    ["channel.subscription.gifts", { gifter: nobody, giftees: [sender] }, { kind: "gift", amount: 1, chatterId: null }],
    [
      "kicks.gifted",
      { sender, gift: { amount: 500, name: "Full Send", type: "BASIC", tier: "BASIC", message: "w" } },
      { kind: "kicks", amount: 500, chatterId: "77" },
    ],
  ])("%s", (eventType, body, alert) => {
    expect(read(eventType, { broadcaster, created_at, ...body })).toEqual({
      status: "chat",
      channelId: "900",
      events: [{ type: "alert", id: "01HX", sentAtMs: createdAtMs, ...alert }],
    });
  });

  test("a gift to nobody is malformed", () => {
    expect(read("channel.subscription.gifts", { broadcaster, gifter: sender, giftees: [], created_at })).toEqual({
      status: "malformed",
      channelId: "900",
    });
  });
});

describe("livestream.status.updated", () => {
  const body = { broadcaster, is_live: true, title: "Hello", started_at: "2026-01-01T11:00:00+11:00", ended_at: null };

  test("says whether the channel is live and since when, whatever the time zone", () => {
    expect(read("livestream.status.updated", body)).toEqual({
      status: "livestream",
      channelId: "900",
      livestream: { streamId: null, isLive: true, startedAtMs: Date.UTC(2026, 0, 1), title: "Hello" },
    });
  });

  test("tolerates what Kick leaves out at the end", () => {
    const ended = { broadcaster, is_live: false, title: null, started_at: null, ended_at: "2026-01-01T15:00:00Z" };
    expect(read("livestream.status.updated", ended)).toMatchObject({
      livestream: { streamId: null, isLive: false, startedAtMs: null, title: "" },
    });
  });
});

test.each(["channel.followed", "moderation.banned", "something.new", "__proto__", ""])(
  "%j is of an unknown kind",
  (eventType) => {
    expect(read(eventType, { broadcaster })).toEqual({ status: "unknown", channelId: "900" });
    expect(read(eventType, {})).toEqual({ status: "unknown", channelId: null });
  },
);
