// Kick's webhook bodies in Kick's own names, as documented at docs.kick.com, version 1. Only what we read is named;
// everything is bounded, because a valid signature says who sent a body, not that its parts are of sane size.
import { z } from "zod";

const userId = z.number().int().positive();
const time = z.string().max(40).pipe(z.coerce.date());

/** An anonymous person has nulls for everything, or nothing at all. */
const person = z.object({
  user_id: userId.nullish(),
  username: z.string().max(100).nullish(),
  channel_slug: z.string().max(100).nullish(),
});
const broadcaster = z.object({ user_id: userId });

/** Of an event that is not understood, at least whose it is. */
export const kickAnyEventSchema = z.object({ broadcaster });

export const kickChatMessageSchema = z.object({
  message_id: z.string().min(1).max(128),
  broadcaster,
  sender: person.extend({ user_id: userId }),
  content: z.string().max(4000),
  created_at: time,
});

/** `channel.subscription.new` and `channel.subscription.renewal`. */
export const kickSubscriptionSchema = z.object({ broadcaster, subscriber: person, created_at: time });

export const kickGiftsSchema = z.object({
  broadcaster,
  gifter: person.nullish(),
  giftees: z.array(z.unknown()).max(10_000),
  created_at: time,
});

export const kickKicksGiftedSchema = z.object({
  broadcaster,
  sender: person.nullish(),
  gift: z.object({ amount: z.number().int().nonnegative().max(1_000_000_000) }),
  created_at: time,
});

export const kickLivestreamStatusSchema = z.object({
  broadcaster,
  is_live: z.boolean(),
  title: z.string().max(1000).nullish(),
  started_at: time.nullish(),
  ended_at: time.nullish(),
});
