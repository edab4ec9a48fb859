// A chat message as EventSub tells it: its text in fragments, its author, his badges.
import type { Chatter, ScriptedMessage } from "./chat-script.ts";
import { chatterNames } from "./chat-lines.ts";
import { bitsIn, bitsOf } from "./cheers.ts";
import { chatterOf } from "./chat-script.ts";
import { emotesIn } from "./emotes.ts";
import type { ScriptedChannel } from "./world.ts";

/** Event of `channel.chat.message`. It has no time of its own: the delivery's header tells it. */
export function chatMessageEvent(channel: ScriptedChannel, message: ScriptedMessage) {
  const bits = bitsIn(message.text);
  return {
    ...broadcasterOf(channel),
    ...sourceOfNobody,
    chatter_user_id: message.chatter.id,
    chatter_user_login: message.chatter.login,
    chatter_user_name: message.chatter.displayName,
    message_id: message.id,
    message: { text: message.text, fragments: fragmentsOf(channel, message.text) },
    color: message.chatter.color,
    badges: badgesOf(message.chatter),
    message_type: "text",
    cheer: bits > 0 ? { bits } : null,
    reply: null,
    channel_points_custom_reward_id: null,
    channel_points_animation_id: null,
  };
}

export function broadcasterOf({ id, login, displayName }: ScriptedChannel) {
  return { broadcaster_user_id: id, broadcaster_user_login: login, broadcaster_user_name: displayName };
}

/** Nothing here comes from a chat that is shared with another channel. */
export const sourceOfNobody = {
  source_broadcaster_user_id: null,
  source_broadcaster_user_login: null,
  source_broadcaster_user_name: null,
  source_message_id: null,
  source_badges: null,
} as const;

export function badgesOf({ subscribedMonths }: Chatter) {
  if (subscribedMonths === 0) return [];
  const id = subscribedMonths >= 12 ? "12" : subscribedMonths >= 6 ? "6" : subscribedMonths >= 3 ? "3" : "0";
  return [{ set_id: "subscriber", id, info: String(subscribedMonths) }];
}

interface Fragment {
  readonly type: "text" | "cheermote" | "emote" | "mention";
  readonly text: string;
  readonly cheermote: { readonly prefix: string; readonly bits: number; readonly tier: number } | null;
  readonly emote: {
    readonly id: string;
    readonly emote_set_id: string;
    readonly owner_id: string;
    readonly format: readonly string[];
  } | null;
  readonly mention: { readonly user_id: string; readonly user_name: string; readonly user_login: string } | null;
}

/** Emotes, cheers and mentions by themselves; everything between them, blanks included, as text. */
function fragmentsOf(channel: ScriptedChannel, text: string): Fragment[] {
  const emotes = new Map(emotesIn("twitch", text).map(({ name, id }) => [name, id]));
  const fragments: Fragment[] = [];
  let plain = "";
  const put = (text: string, special: Partial<Fragment> = {}) =>
    fragments.push({ type: "text", text, cheermote: null, emote: null, mention: null, ...special });
  for (const [i, word] of text.split(" ").entries()) {
    if (i > 0) plain += " ";
    const special = specialOf(channel, word, emotes.get(word));
    if (special === null) {
      plain += word;
      continue;
    }
    if (plain !== "") put(plain);
    plain = "";
    put(word, special);
  }
  if (plain !== "" || fragments.length === 0) put(plain);
  return fragments;
}

function specialOf(channel: ScriptedChannel, word: string, emoteId: string | undefined): Partial<Fragment> | null {
  if (emoteId !== undefined) {
    return { type: "emote", emote: { id: emoteId, emote_set_id: "0", owner_id: "0", format: ["static"] } };
  }
  const bits = bitsOf(word);
  if (bits !== null) return { type: "cheermote", cheermote: { prefix: "cheer", bits, tier: tierOf(bits) } };
  const mentioned = chatterNames.findIndex((name) => `@${name.toLowerCase()}` === word.toLowerCase());
  if (mentioned < 0) return null;
  const { id, login, displayName } = chatterOf(channel, mentioned);
  return { type: "mention", mention: { user_id: id, user_name: displayName, user_login: login } };
}

function tierOf(bits: number): number {
  return [10_000, 5000, 1000, 100].find((tier) => bits >= tier) ?? 1;
}
