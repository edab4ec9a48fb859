// Subscriptions, gifts and raids as EventSub tells them: one object named by its kind, all the others null.
import type { ScriptedAlert } from "./alerts.ts";
import { chatterOf, type Chatter } from "./chat-script.ts";
import { badgesOf, broadcasterOf, sourceOfNobody } from "./eventsub-chat.ts";
import { randomFrom, uuidFrom } from "./random.ts";
import type { ScriptedChannel } from "./world.ts";

const kinds = [
  "sub",
  "resub",
  "sub_gift",
  "community_sub_gift",
  "gift_paid_upgrade",
  "prime_paid_upgrade",
  "pay_it_forward",
  "raid",
  "unraid",
  "announcement",
  "bits_badge_tier",
  "charity_donation",
] as const;
const TIER = "1000";

/** Events of `channel.chat.notification`. Gifts to a community are one for all and then one for each who got one. */
export function noticeEvents(channel: ScriptedChannel, alert: ScriptedAlert) {
  const { chatter, amount } = alert;
  const name = chatter.displayName;
  switch (alert.kind) {
    case "subscription":
      return [subscription(channel, alert)];
    case "direct_gift":
      return [giftTo(channel, alert, 0, null)];
    case "gift": {
      const system = `${name} is gifting ${amount} Tier 1 Subs to ${channel.displayName}'s community!`;
      const detail = { id: alert.id, total: amount, sub_tier: TIER, cumulative_total: amount };
      const all = event(channel, alert, alert.id, "community_sub_gift", detail, system);
      return [all, ...Array.from({ length: amount }, (_, i) => giftTo(channel, alert, i, alert.id))];
    }
    case "raid": {
      const about = { user_id: chatter.id, user_name: name, user_login: chatter.login };
      const detail = { ...about, viewer_count: amount, profile_image_url: "" };
      return [event(channel, alert, alert.id, "raid", detail, `${amount} raiders from ${name} have joined!`)];
    }
    case "unknown": {
      const detail = { streak_count: amount, channel_points_awarded: 450 };
      return [event(channel, alert, alert.id, "watch_streak", detail, `${name} watched ${amount} streams in a row!`)];
    }
    case "kicks":
      return [];
  }
}

function subscription(channel: ScriptedChannel, alert: ScriptedAlert) {
  const { chatter, amount } = alert;
  const system = `${chatter.displayName} subscribed at Tier 1.`;
  if (amount <= 1)
    return event(channel, alert, alert.id, "sub", { sub_tier: TIER, is_prime: false, duration_months: 1 }, system);
  const detail = {
    cumulative_months: amount,
    duration_months: 1,
    streak_months: null,
    sub_tier: TIER,
    is_prime: false,
    is_gift: false,
    gifter_is_anonymous: null,
    gifter_user_id: null,
    gifter_user_name: null,
    gifter_user_login: null,
  };
  return event(channel, alert, alert.id, "resub", detail, `${system} They've subscribed for ${amount} months!`);
}

function giftTo(channel: ScriptedChannel, alert: ScriptedAlert, index: number, communityGiftId: string | null) {
  const random = randomFrom(channel.seed, "gift to", alert.id, index);
  const id = communityGiftId === null ? alert.id : uuidFrom(random);
  const recipient: Chatter = chatterOf(channel, Math.floor(random() * 50));
  const detail = {
    duration_months: 1,
    cumulative_total: communityGiftId === null ? alert.amount : null,
    recipient_user_id: recipient.id,
    recipient_user_name: recipient.displayName,
    recipient_user_login: recipient.login,
    sub_tier: TIER,
    community_gift_id: communityGiftId,
  };
  const system = `${alert.chatter.displayName} gifted a Tier 1 sub to ${recipient.displayName}!`;
  return event(channel, alert, id, "sub_gift", detail, system);
}

function event(
  channel: ScriptedChannel,
  { chatter }: ScriptedAlert,
  messageId: string,
  kind: string,
  detail: unknown,
  systemMessage: string,
) {
  const empty = Object.fromEntries([...kinds, ...kinds.map((name) => `shared_chat_${name}`)].map((n) => [n, null]));
  return {
    ...broadcasterOf(channel),
    ...sourceOfNobody,
    chatter_user_id: chatter.id,
    chatter_user_login: chatter.login,
    chatter_user_name: chatter.displayName,
    chatter_is_anonymous: false,
    color: chatter.color,
    badges: badgesOf(chatter),
    system_message: systemMessage,
    message_id: messageId,
    message: { text: "", fragments: [] },
    notice_type: kind,
    ...empty,
    [kind]: detail,
  };
}
