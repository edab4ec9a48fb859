// What the chat server says of each kind of alert, in the tags of a USERNOTICE.
import type { ScriptedAlert } from "./alerts.ts";
import type { ScriptedChannel } from "./world.ts";

/** Null for an alert that Twitch does not know. */
export function usernoticeTags(channel: ScriptedChannel, alert: ScriptedAlert): Record<string, string> | null {
  const { amount, chatter } = alert;
  const name = chatter.displayName;
  switch (alert.kind) {
    case "subscription":
      return {
        "msg-id": amount > 1 ? "resub" : "sub",
        "msg-param-cumulative-months": String(amount),
        "msg-param-sub-plan": "1000",
        "system-msg": `${name} subscribed at Tier 1.`,
      };
    case "gift":
      return {
        "msg-id": "submysterygift",
        "msg-param-mass-gift-count": String(amount),
        "msg-param-sub-plan": "1000",
        "system-msg": `${name} is gifting ${amount} Tier 1 Subs to ${channel.displayName}'s community!`,
      };
    case "direct_gift":
      return { "msg-id": "subgift", "msg-param-sub-plan": "1000", "system-msg": `${name} gifted a Tier 1 sub!` };
    case "raid":
      return {
        "msg-id": "raid",
        "msg-param-displayName": name,
        "msg-param-login": chatter.login,
        "msg-param-viewerCount": String(amount),
        "system-msg": `${amount} raiders from ${name} have joined!`,
      };
    case "unknown":
      return {
        "msg-id": "viewermilestone",
        "msg-param-category": "watch-streak",
        "msg-param-value": String(amount),
        "system-msg": `${name} watched ${amount} streams in a row!`,
      };
    case "kicks":
      return null;
  }
}
