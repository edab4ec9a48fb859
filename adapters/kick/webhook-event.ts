// What a Kick webhook says, in our words: chat, an alert, a change of live status, or something we do not count.
import type { AlertKind, ChannelAlert } from "#core/chat/chat-event.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import { cutText } from "#core/text/cut-text.ts";
import {
  kickAnyEventSchema,
  kickChatMessageSchema,
  kickGiftsSchema,
  kickKicksGiftedSchema,
  kickLivestreamStatusSchema,
  kickSubscriptionSchema,
} from "./webhook-event.external.ts";

/**
 * `malformed` is an event of a known type whose body is not of the documented shape; `unknown` is a type we do not read.
 * Without a channel where the body does not even say whose it is.
 */
export type KickWebhookEvent =
  | Exclude<WebhookEvent, { status: "revoked" }>
  | { readonly status: "unknown" | "malformed"; readonly channelId: null };

export interface KickDelivery {
  /** Header `Kick-Event-Type`, as `chat.message.sent`. */
  readonly eventType: string;
  /** Header `Kick-Event-Message-Id`; it names alerts, whose bodies have no id. */
  readonly messageId: string;
  /** The parsed JSON of a body whose signature has been verified. */
  readonly body: unknown;
}

const maxTextLength = 1000;
const maxTitleLength = 300;
const maxEmotes = 100;

/** Never throws. */
export function kickWebhookEvent(delivery: KickDelivery): KickWebhookEvent {
  const read = readEvent(delivery);
  if (typeof read !== "string") return read;
  const { data } = kickAnyEventSchema.safeParse(delivery.body);
  return { status: read, channelId: data ? String(data.broadcaster.user_id) : null };
}

type Read = Exclude<WebhookEvent, { status: "revoked" }> | "unknown" | "malformed";

function readEvent({ eventType, messageId, body }: KickDelivery): Read {
  switch (eventType) {
    case "chat.message.sent":
      return chatMessage(body);
    case "channel.subscription.new":
    case "channel.subscription.renewal": {
      const { data } = kickSubscriptionSchema.safeParse(body);
      if (!data) return "malformed";
      return alert(data, messageId, "subscription", 1, data.subscriber.user_id);
    }
    case "channel.subscription.gifts": {
      const { data } = kickGiftsSchema.safeParse(body);
      if (!data || data.giftees.length === 0) return "malformed";
      return alert(data, messageId, "gift", data.giftees.length, data.gifter?.user_id);
    }
    case "kicks.gifted": {
      const { data } = kickKicksGiftedSchema.safeParse(body);
      if (!data) return "malformed";
      return alert(data, messageId, "kicks", data.gift.amount, data.sender?.user_id);
    }
    case "livestream.status.updated":
      return livestreamStatus(body);
  }
  return "unknown";
}

function chatMessage(body: unknown): Read {
  const { data } = kickChatMessageSchema.safeParse(body);
  if (!data) return "malformed";
  const { text, emotes } = readEmotes(data.content);
  return {
    status: "chat",
    channelId: String(data.broadcaster.user_id),
    events: [
      {
        type: "message",
        id: data.message_id,
        sentAtMs: data.created_at.getTime(),
        chatterId: String(data.sender.user_id),
        chatterLogin: (data.sender.channel_slug ?? data.sender.username ?? "").toLowerCase(),
        text,
        emotes,
        isFromSharedChat: false,
      },
    ],
  };
}

/** Replaces `[emote:37226:KEKW]` by `KEKW`. The markup is read and not the `positions`, whose unit is undocumented. */
function readEmotes(content: string): { text: string; emotes: string[] } {
  const emotes: string[] = [];
  const text = content.replace(/\[emote:\d{1,20}:([^\]]{0,100})\]/g, (_, name: string) => {
    if (emotes.length < maxEmotes && name !== "") emotes.push(cleanLine(name, 100));
    return name;
  });
  return { text: cutText(text, maxTextLength), emotes };
}

interface Announcement {
  readonly broadcaster: { readonly user_id: number };
  readonly created_at: Date;
}

function alert(
  { broadcaster, created_at }: Announcement,
  id: string,
  kind: AlertKind,
  amount: number,
  userId: number | null | undefined,
): Read {
  const chatterId = userId ? String(userId) : null;
  const event: ChannelAlert = { type: "alert", id, sentAtMs: created_at.getTime(), kind, amount, chatterId };
  return { status: "chat", channelId: String(broadcaster.user_id), events: [event] };
}

function livestreamStatus(body: unknown): Read {
  const { data } = kickLivestreamStatusSchema.safeParse(body);
  if (!data) return "malformed";
  return {
    status: "livestream",
    channelId: String(data.broadcaster.user_id),
    livestream: {
      isLive: data.is_live,
      streamId: null,
      startedAtMs: data.started_at?.getTime() ?? null,
      title: cleanLine(data.title ?? "", maxTitleLength),
    },
  };
}
