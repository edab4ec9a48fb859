// What Kick's API and webhooks say about a channel and its chat.
import type { ScriptedMessage } from "./chat-script.ts";
import { emotesIn } from "./emotes.ts";
import { viewersAt } from "./truth.ts";
import { broadcastAt, type Broadcast, type ScriptedChannel } from "./world.ts";

/** Kick counts viewers anew about once a minute; in between every answer is the same. */
const VIEWERS_REFRESH_MS = 60_000;

export function kickViewers(channel: ScriptedChannel, nowMs: number): number {
  const broadcast = broadcastAt(channel, nowMs);
  if (broadcast === null) return 0;
  const countedMs = Math.floor(nowMs / VIEWERS_REFRESH_MS) * VIEWERS_REFRESH_MS;
  return viewersAt(channel, Math.max(countedMs, broadcast.startedAtMs));
}

export function kickChannel(channel: ScriptedChannel, nowMs: number) {
  const broadcast = broadcastAt(channel, nowMs);
  return {
    broadcaster_user_id: Number(channel.id),
    slug: channel.login,
    channel_description: "",
    banner_picture: "",
    stream_title: channel.title,
    category: kickCategory(channel),
    stream: {
      is_live: broadcast !== null,
      is_mature: false,
      language: "en",
      viewer_count: kickViewers(channel, nowMs),
      thumbnail: "",
      url: "",
      key: "",
      // A channel that is offline has the zero time of Kick's own language, not null.
      start_time: broadcast === null ? "0001-01-01T00:00:00Z" : kickTime(broadcast.startedAtMs),
      custom_tags: [],
    },
    active_subscribers_count: 0,
    canceled_subscribers_count: 0,
  };
}

export function kickLivestream(channel: ScriptedChannel, broadcast: Broadcast, nowMs: number) {
  return {
    broadcaster_user_id: Number(channel.id),
    category: kickCategory(channel),
    channel_id: Number(channel.id) + 500_000,
    custom_tags: [],
    has_mature_content: false,
    language: "en",
    profile_picture: "",
    slug: channel.login,
    started_at: kickTime(broadcast.startedAtMs),
    stream_title: channel.title,
    thumbnail: "",
    viewer_count: kickViewers(channel, nowMs),
  };
}

/** Body of `chat.message.sent`. Emote positions include their end. */
export function kickChatMessage(channel: ScriptedChannel, message: ScriptedMessage) {
  const { content, emotes } = kickContent(message.text);
  const badges =
    message.chatter.subscribedMonths > 0
      ? [{ text: "Subscriber", type: "subscriber", count: message.chatter.subscribedMonths }]
      : [];
  return {
    message_id: message.id,
    replies_to: null,
    broadcaster: kickBroadcaster(channel),
    sender: {
      is_anonymous: false,
      user_id: Number(message.chatter.id),
      username: message.chatter.displayName,
      is_verified: false,
      profile_picture: "",
      channel_slug: message.chatter.login,
      identity: { username_color: message.chatter.color, badges },
    },
    content,
    emotes,
    created_at: kickTime(message.sentAtMs),
  };
}

/** Body of `livestream.status.updated`. */
export function kickStatus(channel: ScriptedChannel, broadcast: Broadcast) {
  return {
    broadcaster: kickBroadcaster(channel),
    is_live: broadcast.endedAtMs === null,
    title: channel.title,
    started_at: kickTime(broadcast.startedAtMs),
    ended_at: broadcast.endedAtMs === null ? null : kickTime(broadcast.endedAtMs),
  };
}

/** RFC 3339 with milliseconds only where there are any. */
export function kickTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(".000Z", "Z");
}

/** A text with its emotes in Kick's markup; `emotes` is null without any. */
function kickContent(text: string) {
  const names = new Map(emotesIn("kick", text).map(({ name, id }) => [name, id]));
  const emotes = new Map<string, { s: number; e: number }[]>();
  let content = "";
  for (const [i, word] of text.split(" ").entries()) {
    if (i > 0) content += " ";
    const id = names.get(word);
    const written = id === undefined ? word : `[emote:${id}:${word}]`;
    if (id !== undefined)
      emotes.set(id, [...(emotes.get(id) ?? []), { s: content.length, e: content.length + written.length - 1 }]);
    content += written;
  }
  const list = [...emotes].map(([emote_id, positions]) => ({ emote_id, positions }));
  return { content, emotes: list.length > 0 ? list : null };
}

function kickCategory({ category }: ScriptedChannel) {
  return { id: Number(category.id), name: category.name, thumbnail: "" };
}

/** The broadcaster as every event names him. */
export function kickBroadcaster(channel: ScriptedChannel) {
  return {
    is_anonymous: false,
    user_id: Number(channel.id),
    username: channel.displayName,
    // Null is what Kick sends for channels it has not looked at.
    is_verified: null,
    profile_picture: "",
    channel_slug: channel.login,
    identity: null,
  };
}
