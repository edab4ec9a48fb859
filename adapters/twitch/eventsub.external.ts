// What EventSub answers and sends, in its own words; only what is read. Everything is bounded, because a valid signature
// says who sent a body, not that its parts are of sane size. (dev.twitch.tv/docs/eventsub)
import { z } from "zod";

const userId = z.string().regex(/^\d{1,20}$/);
const amount = z.number().int().nonnegative().max(1_000_000_000);

export const eventSubPage = z.object({
  data: z.array(z.unknown()).max(100),
  pagination: z.object({ cursor: z.string().max(2000).optional() }).optional(),
});

/** Parsed one by one: a subscription of an unknown form must not hide the others. */
export const eventSubSubscription = z.object({
  id: z.string().max(100),
  status: z.string().max(100),
  type: z.string().max(100),
  condition: z.record(z.string().max(100), z.unknown()),
  transport: z.object({ callback: z.string().max(2000).optional() }),
});

/** What every message carries, whatever its type. */
export const eventSubEnvelope = z.object({
  challenge: z.string().min(1).max(1000).optional(),
  subscription: z.object({
    type: z.string().max(100),
    status: z.string().max(100),
    condition: z.object({ broadcaster_user_id: userId.optional() }),
  }),
  event: z.unknown().optional(),
});

export const streamOnline = z.object({
  id: z.string().min(1).max(40),
  broadcaster_user_id: userId,
  type: z.string().max(40),
  started_at: z.iso.datetime({ offset: true }),
});

export const streamOffline = z.object({ broadcaster_user_id: userId });

const inChat = z.object({
  broadcaster_user_id: userId,
  message_id: z.string().min(1).max(128),
  /** The room a shared chat's message was written in; null or absent outside shared chat. */
  source_broadcaster_user_id: z.string().max(20).nullish(),
});

export const chatMessage = inChat.extend({
  chatter_user_id: userId,
  chatter_user_login: z.string().max(100).nullish(),
  message: z.object({
    text: z.string().max(4000),
    fragments: z.array(z.object({ type: z.string().max(40), text: z.string().max(4000) })).max(1000),
  }),
  cheer: z.object({ bits: amount }).nullish(),
});

export const chatNotification = inChat.extend({
  chatter_user_id: z.string().max(20).nullish(),
  chatter_is_anonymous: z.boolean().nullish(),
  notice_type: z.string().max(100),
  sub_gift: z.object({ community_gift_id: z.string().max(128).nullish() }).nullish(),
  community_sub_gift: z.object({ total: amount }).nullish(),
  raid: z.object({ viewer_count: amount }).nullish(),
});
