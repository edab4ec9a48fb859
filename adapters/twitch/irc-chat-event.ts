// What a Twitch IRC line says about a channel's chat, in our words: messages, alerts, or something we do not count.
import type { AlertKind, ChannelAlert, ChatEvent, ChatMessage } from "#core/chat/chat-event.ts";
import { cutText } from "#core/text/cut-text.ts";
import type { IrcMessage } from "./irc-message.ts";

/**
 * `chat` carries what happened in one channel: a message, an alert, or both for a message that brings bits.
 * `unknown` is a notice of a kind that is not on our list. `other` is a line that says nothing countable: a notice that is
 * no alert, a moderator's action, the connection's own talk.
 */
export type IrcChatEvent =
  | { readonly status: "chat"; readonly channelId: string; readonly events: readonly ChatEvent[] }
  | { readonly status: "unknown"; readonly channelId: string }
  | { readonly status: "other" };

const other: IrcChatEvent = { status: "other" };
// Text and names go no further than counting; these bounds keep a hostile line from costing more than a real one.
const maxTextLength = 1000;
const maxEmotes = 100;
const maxIdLength = 128;
const maxAmount = 1_000_000_000;
// Twitch names an anonymous gifter by an account of its own.
const anonymousGifter = "ananonymousgifter";

/** @returns `other` for a PRIVMSG or USERNOTICE without room, id or server time too: without those it cannot be placed. */
export function ircChatEvent(message: IrcMessage): IrcChatEvent {
  const { tags, command } = message;
  if (command !== "PRIVMSG" && command !== "USERNOTICE") return other;
  const channelId = tags.get("room-id") ?? "";
  const id = tags.get("id") ?? "";
  const sentAtMs = wholeNumber(tags.get("tmi-sent-ts"));
  if (!/^\d{1,20}$/.test(channelId) || id === "" || id.length > maxIdLength || sentAtMs === null || sentAtMs === 0) {
    return other;
  }
  if (command === "USERNOTICE" && !isKnownNotice(tags)) return { status: "unknown", channelId };
  const events = command === "PRIVMSG" ? privateMessage(message, id, sentAtMs) : userNotice(message, id, sentAtMs);
  return events.length === 0 ? other : { status: "chat", channelId, events };
}

function privateMessage(message: IrcMessage, id: string, sentAtMs: number): readonly ChatEvent[] {
  const { tags } = message;
  const chatterId = tags.get("user-id") ?? "";
  const body = message.params[1];
  if (chatterId === "" || chatterId.length > maxIdLength || body === undefined) return [];
  const text = cutText(withoutAction(body), maxTextLength);
  const chat: ChatMessage = {
    type: "message",
    id,
    sentAtMs,
    chatterId,
    chatterLogin: cutText((message.sender ?? "").toLowerCase(), 60),
    text,
    emotes: emoteNames(tags.get("emotes") ?? "", text),
    isFromSharedChat: isFromSharedChat(message),
  };
  const bits = wholeNumber(tags.get("bits")) ?? 0;
  if (bits === 0 || chat.isFromSharedChat) return [chat];
  return [chat, { type: "alert", id: `${id}:bits`, sentAtMs, kind: "bits", amount: bits, chatterId }];
}

/** `/me waves` arrives wrapped as a CTCP ACTION. Emote ranges count from the text inside the wrapping. */
export function withoutAction(body: string): string {
  if (!body.startsWith("\u0001ACTION ")) return body;
  return body.slice(8, body.endsWith("\u0001") ? -1 : undefined);
}

/** Shared chat copies a message into every room of the session and names the room it was written in. */
function isFromSharedChat({ tags }: IrcMessage): boolean {
  const source = tags.get("source-room-id") ?? "";
  return source !== "" && source !== tags.get("room-id");
}

/** `25:0-4,12-16/1902:6-10`: inclusive ranges of code points, not UTF-16 units. Ranges outside the text are skipped. */
function emoteNames(tag: string, text: string): string[] {
  if (tag === "") return [];
  const codePoints = Array.from(text);
  const names: string[] = [];
  for (const emote of tag.split("/", maxEmotes)) {
    for (const range of emote.slice(emote.indexOf(":") + 1).split(",", maxEmotes)) {
      if (names.length === maxEmotes) return names;
      const [first, last] = range.split("-", 2);
      const from = wholeNumber(first);
      const to = wholeNumber(last);
      if (from === null || to === null || to < from || to >= codePoints.length) continue;
      names.push(codePoints.slice(from, to + 1).join(""));
    }
  }
  return names;
}

function userNotice(message: IrcMessage, id: string, sentAtMs: number): readonly ChannelAlert[] {
  if (isFromSharedChat(message)) return [];
  const found = noticeAlert(message.tags);
  if (found === null) return [];
  const userId = message.tags.get("user-id") ?? "";
  const isAnonymous = userId === "" || message.tags.get("login") === anonymousGifter;
  return [{ type: "alert", id, sentAtMs, ...found, chatterId: isAnonymous ? null : userId.slice(0, maxIdLength) }];
}

/** Kinds of notice that are no alert: the documented ones (dev.twitch.tv/docs/chat/irc), and others in daily use. */
const uncounted = new Set([
  "giftpaidupgrade",
  "anongiftpaidupgrade",
  "rewardgift",
  "primepaidupgrade",
  "communitypayforward",
  "standardpayforward",
  "unraid",
  "ritual",
  "bitsbadgetier",
  "announcement",
  "charitydonation",
  "viewermilestone",
  "sharedchatnotice",
]);
const alerts = new Set(["sub", "resub", "subgift", "anonsubgift", "submysterygift", "anonsubmysterygift", "raid"]);

function isKnownNotice(tags: IrcMessage["tags"]): boolean {
  const kind = tags.get("msg-id") ?? "";
  return alerts.has(kind) || uncounted.has(kind);
}

/** Which alert a USERNOTICE announces; null for an announcement, or one that another notice already counts. */
function noticeAlert(tags: IrcMessage["tags"]): { kind: AlertKind; amount: number } | null {
  switch (tags.get("msg-id")) {
    case "sub":
    case "resub":
      return { kind: "subscription", amount: 1 };
    case "subgift":
    case "anonsubgift": {
      // A mystery gift is announced once with its number and then again for each person who receives one. Those carry
      // the gift's id or, where it is missing, a sender count of zero; so does a single gift by nobody in particular.
      const hasGiftId = (tags.get("msg-param-community-gift-id") ?? "") !== "";
      const isUncounted = tags.get("msg-param-sender-count") === "0" && tags.get("login") !== anonymousGifter;
      return hasGiftId || isUncounted ? null : { kind: "gift", amount: 1 };
    }
    case "submysterygift":
    case "anonsubmysterygift":
      return { kind: "gift", amount: wholeNumber(tags.get("msg-param-mass-gift-count")) || 1 };
    case "raid":
      return { kind: "raid", amount: wholeNumber(tags.get("msg-param-viewerCount")) ?? 0 };
    default:
      return null;
  }
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  // Times are larger than any amount; amounts past the bound are not real and would only poison a sum.
  return value > maxAmount && text.length < 13 ? maxAmount : value;
}
