// What an EventSub message says, in our words: the same chat events that IRC would have brought, a change of live status,
// the end of a subscription, or a challenge to answer. The message must have been verified before it comes here.
import type { AlertKind, ChannelAlert, ChatEvent, ChatMessage } from "#core/chat/chat-event.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import type { z } from "zod";
import { cutText } from "#core/text/cut-text.ts";
import { chatMessage, chatNotification, eventSubEnvelope, streamOffline, streamOnline } from "./eventsub.external.ts";
import { withoutAction } from "./irc-chat-event.ts";

export interface EventSubDelivery {
  /** Header `Twitch-Eventsub-Message-Type`. */
  readonly messageType: string;
  /** From header `Twitch-Eventsub-Message-Timestamp`: chat events carry no time of their own. */
  readonly sentAtMs: number;
  /** The parsed JSON of the body. */
  readonly body: unknown;
}

export type EventSubMessage =
  | { readonly status: "challenge"; readonly challenge: string }
  | { readonly status: "event"; readonly event: WebhookEvent }
  /** Known, and nothing to us. */
  | { readonly status: "other" }
  /** Unreadable, and of no channel that could be told. */
  | { readonly status: "malformed" };

const other: EventSubMessage = { status: "other" };
const malformed: EventSubMessage = { status: "malformed" };
// As for IRC: bounds that keep a hostile message from costing more than a real one.
const maxTextLength = 1000;
const maxEmotes = 100;

/** Never throws. */
export function eventSubMessage({ messageType, sentAtMs, body }: EventSubDelivery): EventSubMessage {
  const { data } = eventSubEnvelope.safeParse(body);
  if (!data) return malformed;
  const { subscription, challenge, event } = data;
  if (messageType === "webhook_callback_verification") {
    return challenge === undefined ? malformed : { status: "challenge", challenge };
  }
  const channelId = subscription.condition.broadcaster_user_id;
  if (channelId === undefined) return other;
  if (messageType === "revocation") {
    if (!subscription.type.startsWith("channel.chat.")) return other;
    return { status: "event", event: { status: "revoked", channelId, reason: cleanLine(subscription.status, 100) } };
  }
  if (messageType !== "notification") return { status: "event", event: { status: "unknown", channelId } };
  const read = notification(subscription.type, channelId, event, sentAtMs);
  if (read === "other") return other;
  return { status: "event", event: typeof read === "string" ? { status: read, channelId } : read };
}

type Read = WebhookEvent | "other" | "unknown" | "malformed";

function notification(type: string, channelId: string, event: unknown, sentAtMs: number): Read {
  switch (type) {
    case "stream.online": {
      const { data } = streamOnline.safeParse(event);
      if (data?.broadcaster_user_id !== channelId) return "malformed";
      // A rerun or a premiere is nobody's live reaction.
      if (data.type !== "live") return "other";
      const startedAtMs = Date.parse(data.started_at);
      return {
        status: "livestream",
        channelId,
        livestream: { streamId: data.id, isLive: true, startedAtMs, title: null },
      };
    }
    case "stream.offline": {
      const { data } = streamOffline.safeParse(event);
      if (data?.broadcaster_user_id !== channelId) return "malformed";
      const livestream = { streamId: null, isLive: false, startedAtMs: null, title: null };
      return { status: "livestream", channelId, livestream };
    }
    case "channel.chat.message": {
      const { data } = chatMessage.safeParse(event);
      if (data?.broadcaster_user_id !== channelId) return "malformed";
      return { status: "chat", channelId, events: messageEvents(data, sentAtMs) };
    }
    case "channel.chat.notification": {
      const { data } = chatNotification.safeParse(event);
      if (data?.broadcaster_user_id !== channelId) return "malformed";
      return noticeEvent(data, sentAtMs);
    }
  }
  return "unknown";
}

function messageEvents(data: z.output<typeof chatMessage>, sentAtMs: number): ChatEvent[] {
  const chat: ChatMessage = {
    type: "message",
    id: data.message_id,
    sentAtMs,
    chatterId: data.chatter_user_id,
    chatterLogin: cutText((data.chatter_user_login ?? "").toLowerCase(), 60),
    text: cutText(withoutAction(data.message.text), maxTextLength),
    emotes: data.message.fragments
      .filter(({ type, text }) => type === "emote" && text !== "")
      .slice(0, maxEmotes)
      .map(({ text }) => cleanLine(text, 100)),
    isFromSharedChat: isFromSharedChat(data),
  };
  const bits = data.cheer?.bits ?? 0;
  if (bits === 0 || chat.isFromSharedChat) return [chat];
  return [
    chat,
    { type: "alert", id: `${chat.id}:bits`, sentAtMs, kind: "bits", amount: bits, chatterId: chat.chatterId },
  ];
}

/** Shared chat copies a message into every room of the session and names the room it was written in. */
function isFromSharedChat(data: {
  broadcaster_user_id: string;
  source_broadcaster_user_id?: string | null | undefined;
}) {
  const source = data.source_broadcaster_user_id ?? "";
  return source !== "" && source !== data.broadcaster_user_id;
}

/** The documented notices that are no alert. (dev.twitch.tv/docs/eventsub/eventsub-subscription-types, Channel Chat Notification) */
const uncounted = new Set([
  "gift_paid_upgrade",
  "prime_paid_upgrade",
  "unraid",
  "pay_it_forward",
  "announcement",
  "bits_badge_tier",
  "charity_donation",
]);

function noticeEvent(data: z.output<typeof chatNotification>, sentAtMs: number): Read {
  const { notice_type: notice, broadcaster_user_id: channelId } = data;
  // What another room of a shared chat announces is counted there.
  if (notice.startsWith("shared_chat_") || isFromSharedChat(data) || uncounted.has(notice)) return "other";
  const found = noticeAlert(data);
  if (found === "unknown" || found === "malformed" || found === "other") return found;
  const isAnonymous = data.chatter_is_anonymous === true || !data.chatter_user_id;
  const chatterId = isAnonymous ? null : (data.chatter_user_id ?? null);
  const alert: ChannelAlert = { type: "alert", id: data.message_id, sentAtMs, ...found, chatterId };
  return { status: "chat", channelId, events: [alert] };
}

type Found = { readonly kind: AlertKind; readonly amount: number } | Exclude<Read, WebhookEvent>;

function noticeAlert({ notice_type, sub_gift, community_sub_gift, raid }: z.output<typeof chatNotification>): Found {
  switch (notice_type) {
    case "sub":
    case "resub":
      return { kind: "subscription", amount: 1 };
    case "sub_gift":
      if (!sub_gift) return "malformed";
      // One of several that a community gift has announced with their number.
      return sub_gift.community_gift_id ? "other" : { kind: "gift", amount: 1 };
    case "community_sub_gift":
      return community_sub_gift ? { kind: "gift", amount: community_sub_gift.total || 1 } : "malformed";
    case "raid":
      return raid ? { kind: "raid", amount: raid.viewer_count } : "malformed";
  }
  return "unknown";
}
