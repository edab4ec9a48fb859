import { describe, expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { eventSubMessage } from "../../../adapters/twitch/eventsub-message.ts";
import { ircChatEvent } from "../../../adapters/twitch/irc-chat-event.ts";
import { parseIrcMessage } from "../../../adapters/twitch/irc-message.ts";
import { createMutator } from "../../core/chat/mutate-frame.ts";

const sentAtMs = 1_700_000_000_123;
const broadcaster = { broadcaster_user_id: "1337", broadcaster_user_login: "chan", broadcaster_user_name: "Chan" };
const chatter = { chatter_user_id: "42", chatter_user_login: "Ann", chatter_user_name: "Ann" };

function body(type: string, event: object, status = "enabled") {
  return { subscription: { id: "s", type, version: "1", status, condition: broadcaster, cost: 0 }, event };
}

const read = (type: string, event: object, messageType = "notification") =>
  eventSubMessage({ messageType, sentAtMs, body: body(type, { ...broadcaster, ...event }) });

function event(type: string, fields: object) {
  const message = read(type, fields);
  return message.status === "event" ? message.event : message;
}

const text = (value: string) => ({ type: "text", text: value, cheermote: null, emote: null, mention: null });
const emote = (value: string) => ({ ...text(value), type: "emote", emote: { id: "25", emote_set_id: "0" } });

function said(fragments: readonly { text: string }[], fields: object = {}) {
  const message = { text: fragments.map((one) => one.text).join(""), fragments };
  return { ...chatter, message_id: "m-1", message, message_type: "text", cheer: null, reply: null, ...fields };
}

describe("a chat message", () => {
  const type = "channel.chat.message";

  test("is what IRC would have brought, at the time of its header", () => {
    const fragments = [emote("Kappa"), text(" hi "), emote("Kappa"), text(" 😀 "), emote("Keepo")];
    const tags = "id=m-1;room-id=1337;user-id=42;bits=500;emotes=25:0-4,9-13/1902:17-21";
    const line = `@${tags};tmi-sent-ts=${sentAtMs} :ann!ann@ann PRIVMSG #chan :Kappa hi Kappa 😀 Keepo`;
    expect(event(type, said(fragments, { cheer: { bits: 500 } }))).toEqual(ircChatEvent(parseIrcMessage(line)!));
  });

  test("/me is read without its wrapping", () => {
    const heard = event(type, said([text("\u0001ACTION waves\u0001")]));
    expect(heard).toMatchObject({ events: [{ text: "waves" }] });
  });

  test("a reply is a message like any other", () => {
    const reply = { parent_message_id: "p", parent_message_body: "what", parent_user_id: "1" };
    expect(event(type, said([text("@Bob yes")], { reply }))).toMatchObject({ events: [{ text: "@Bob yes" }] });
  });

  test.each([
    ["another room", "99", true],
    ["this room", "1337", false],
    ["no shared chat", null, false],
  ])("written in %s", (_, source, isFromSharedChat) => {
    const fields = { source_broadcaster_user_id: source, cheer: { bits: 5 } };
    expect(event(type, said([text("x")], fields))).toMatchObject({
      events: isFromSharedChat ? [{ isFromSharedChat }] : [{ isFromSharedChat }, { kind: "bits" }],
    });
  });

  test.each([
    ["no id", { message_id: "" }],
    ["no text", { message: null }],
    ["a chatter without an id", { chatter_user_id: null }],
    ["another channel than subscribed", { broadcaster_user_id: "7" }],
    ["a huge text", { message: { text: "x".repeat(100_000), fragments: [] } }],
    ["bits that are none", { cheer: { bits: "many" } }],
  ])("with %s is malformed", (_, fields) => {
    expect(event(type, said([text("x")], fields))).toEqual({ status: "malformed", channelId: "1337" });
  });
});

describe("a chat notification", () => {
  const type = "channel.chat.notification";
  const notice = (notice_type: string, fields: object = {}) =>
    event(type, { ...chatter, chatter_is_anonymous: false, message_id: "n-1", notice_type, ...fields });

  test.each([
    ["sub", { sub: { sub_tier: "1000" } }, { kind: "subscription", amount: 1, chatterId: "42" }],
    ["resub", { resub: { cumulative_months: 10 } }, { kind: "subscription", amount: 1, chatterId: "42" }],
    ["sub_gift", { sub_gift: { community_gift_id: null } }, { kind: "gift", amount: 1, chatterId: "42" }],
    ["community_sub_gift", { community_sub_gift: { id: "g", total: 20 } }, { kind: "gift", amount: 20 }],
    ["community_sub_gift", { community_sub_gift: { total: 5 }, chatter_is_anonymous: true }, { chatterId: null }],
    ["raid", { raid: { user_id: "42", viewer_count: 1500 } }, { kind: "raid", amount: 1500 }],
  ])("%s is an alert", (kind, fields, alert) => {
    expect(notice(kind, fields)).toMatchObject({
      status: "chat",
      channelId: "1337",
      events: [{ type: "alert", id: "n-1", sentAtMs, ...alert }],
    });
  });

  test.each([
    ["sub_gift", { sub_gift: { community_gift_id: "g" } }],
    ["announcement", { announcement: { color: "BLUE" } }],
    ["unraid", {}],
    ["shared_chat_resub", { source_broadcaster_user_id: "99" }],
    ["resub", { source_broadcaster_user_id: "99" }],
  ])("%s with %j is counted elsewhere or is no alert", (kind, fields) => {
    expect(notice(kind, fields)).toEqual({ status: "other" });
  });

  test("of a kind that nobody knows yet is counted as such", () => {
    expect(notice("something_new")).toEqual({ status: "unknown", channelId: "1337" });
    expect(notice("__proto__")).toEqual({ status: "unknown", channelId: "1337" });
  });

  test.each([
    ["raid", { raid: null }],
    ["community_sub_gift", { community_sub_gift: { total: -1 } }],
    ["sub_gift", {}],
  ])("%s with %j is malformed", (kind, fields) => {
    expect(notice(kind, fields)).toEqual({ status: "malformed", channelId: "1337" });
  });
});

describe("live status", () => {
  test("begins with the broadcast's id and start, and no title", () => {
    expect(event("stream.online", { id: "9001", type: "live", started_at: "2020-10-11T10:11:12.123Z" })).toEqual({
      status: "livestream",
      channelId: "1337",
      livestream: { streamId: "9001", isLive: true, startedAtMs: Date.UTC(2020, 9, 11, 10, 11, 12, 123), title: null },
    });
  });

  test("a rerun is not live", () => {
    const rerun = { id: "9001", type: "rerun", started_at: "2020-10-11T10:11:12.123Z" };
    expect(read("stream.online", rerun)).toEqual({ status: "other" });
  });

  test("ends", () => {
    expect(event("stream.offline", {})).toMatchObject({ status: "livestream", livestream: { isLive: false } });
  });

  test("without a time is malformed", () => {
    const soon = { id: "9001", type: "live", started_at: "soon" };
    expect(event("stream.online", soon)).toEqual({ status: "malformed", channelId: "1337" });
  });
});

describe("about a subscription", () => {
  const of = (messageType: string, type: string, extra: object = {}) =>
    eventSubMessage({ messageType, sentAtMs, body: { ...body(type, {}, "authorization_revoked"), ...extra } });

  test("a challenge is to be answered as it is", () => {
    expect(of("webhook_callback_verification", "stream.online", { challenge: "pogchamp-kappa" })).toEqual({
      status: "challenge",
      challenge: "pogchamp-kappa",
    });
    expect(of("webhook_callback_verification", "stream.online")).toEqual({ status: "malformed" });
  });

  test("a revocation of chat matters; the one of live status is made up for by polls", () => {
    expect(of("revocation", "channel.chat.message")).toEqual({
      status: "event",
      event: { status: "revoked", channelId: "1337", reason: "authorization_revoked" },
    });
    expect(of("revocation", "stream.online")).toEqual({ status: "other" });
  });

  test("unknown types of message and of event are counted", () => {
    const unknown = { status: "event", event: { status: "unknown", channelId: "1337" } };
    expect([of("something_new", "stream.online"), of("notification", "channel.follow")]).toEqual([unknown, unknown]);
  });

  test.each([null, "x", 1, [], {}, { subscription: null }, { subscription: { type: 1 } }])(
    "%j is malformed",
    (wrong) => {
      expect(eventSubMessage({ messageType: "notification", sentAtMs, body: wrong })).toEqual({ status: "malformed" });
    },
  );
});

test("a message that IRC and EventSub both bring is counted once", () => {
  const state = createDetectorState();
  const line = `@id=m-1;room-id=1337;user-id=42;tmi-sent-ts=${sentAtMs} :ann!ann@ann PRIVMSG #chan :hello`;
  for (const chat of [ircChatEvent(parseIrcMessage(line)!), event("channel.chat.message", said([text("hello")]))]) {
    if (chat.status !== "chat") throw new Error("no chat");
    for (const one of chat.events) observe(state, { ...one, receivedAtMs: sentAtMs }, defaultDetectionSettings);
  }
  expect(state.tally).toMatchObject({ messages: 1, repeated: 1 });
});

test("twenty thousand spoiled bodies: nothing throws, and good ones between them are read", () => {
  const { below, mutate } = createMutator(44, ",");
  const types = ["channel.chat.message", "channel.chat.notification", "stream.online", "channel.follow", "__proto__"];
  const counted: Record<string, number> = {};
  for (let index = 0; index < 20_000; index++) {
    const good = JSON.stringify(
      body(types[below(types.length)]!, { ...broadcaster, ...said([text("hi"), emote("LUL")]) }),
    );
    let parsed: unknown;
    try {
      parsed = JSON.parse(mutate(good));
    } catch {
      parsed = undefined;
    }
    const message = eventSubMessage({ messageType: below(9) ? "notification" : "revocation", sentAtMs, body: parsed });
    const { status } = message.status === "event" ? message.event : message;
    counted[status] = (counted[status] ?? 0) + 1;
    expect(event("channel.chat.message", said([text("hi")]))).toMatchObject({ status: "chat" });
  }
  expect(Object.keys(counted).toSorted()).toEqual(expect.arrayContaining(["chat", "malformed", "revoked", "unknown"]));
});
