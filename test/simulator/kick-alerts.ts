// Subscriptions, gifts and kicks as Kick's webhooks tell them.
import type { ScriptedAlert } from "./alerts.ts";
import { chatterOf, type Chatter } from "./chat-script.ts";
import { kickBroadcaster, kickTime } from "./kick-format.ts";
import type { KickEvent } from "./kick-subscriptions.ts";
import { randomFrom } from "./random.ts";
import type { ScriptedChannel } from "./world.ts";

const MONTH_MS = 30 * 86_400_000;

/** Null for an alert that Kick does not tell. */
export function kickAlert(
  channel: ScriptedChannel,
  alert: ScriptedAlert,
): { readonly event: KickEvent; readonly payload: unknown } | null {
  const { chatter, amount, sentAtMs } = alert;
  const broadcaster = kickBroadcaster(channel);
  const times = { created_at: kickTime(sentAtMs), expires_at: kickTime(sentAtMs + MONTH_MS) };
  switch (alert.kind) {
    case "subscription": {
      const event = amount > 1 ? "channel.subscription.renewal" : "channel.subscription.new";
      return { event, payload: { broadcaster, subscriber: person(chatter), duration: amount, ...times } };
    }
    case "gift":
    case "direct_gift": {
      const random = randomFrom(channel.seed, "gift to", alert.id);
      const count = alert.kind === "gift" ? amount : 1;
      const giftees = Array.from({ length: count }, () => person(chatterOf(channel, Math.floor(random() * 50))));
      // Every other gift comes from somebody who does not say who.
      const gifter = random() < 0.5 ? person(chatter) : nobody;
      return { event: "channel.subscription.gifts", payload: { broadcaster, gifter, giftees, ...times } };
    }
    case "kicks": {
      const gift = { amount, name: "Full Send", type: "BASIC", tier: "BASIC", message: "go!", pinned_time_seconds: 0 };
      const payload = { broadcaster, sender: person(chatter), gift, created_at: kickTime(sentAtMs) };
      return { event: "kicks.gifted", payload };
    }
    case "raid":
    case "unknown":
      return null;
  }
}

function person({ id, displayName, login }: Chatter) {
  return {
    is_anonymous: false,
    user_id: Number(id),
    username: displayName,
    is_verified: false,
    profile_picture: "",
    channel_slug: login,
  };
}

const nobody = {
  is_anonymous: true,
  user_id: null,
  username: null,
  is_verified: null,
  profile_picture: null,
  channel_slug: null,
} as const;
