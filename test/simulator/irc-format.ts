// The lines of Twitch's chat as its IRC server writes them.
import type { ScriptedMessage } from "./chat-script.ts";
import type { ScriptedAlert } from "./alerts.ts";
import { bitsIn } from "./cheers.ts";
import { emotesIn } from "./emotes.ts";
import { usernoticeTags } from "./usernotice-tags.ts";
import type { ScriptedChannel } from "./world.ts";

/** A chat message. Without `tags` the line is what a client that did not ask for them gets. */
export function privmsg(channel: ScriptedChannel, message: ScriptedMessage, tags: boolean): string {
  const { login } = message.chatter;
  const line = `:${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${channel.login} :${message.text}`;
  if (!tags) return line;
  const bits = bitsIn(message.text);
  const cheer = bits > 0 ? { bits: String(bits) } : {};
  const about = { emotes: emotesTag(message.text), ...cheer, "first-msg": "0", "returning-chatter": "0" };
  return tagged({ ...personTags(channel, message), ...about }, line);
}

/** An alert; null for one that Twitch does not know. */
export function usernotice(channel: ScriptedChannel, alert: ScriptedAlert, tags: boolean): string | null {
  const line = `:tmi.twitch.tv USERNOTICE #${channel.login}`;
  const kind = usernoticeTags(channel, alert);
  if (!tags || kind === null) return kind === null ? null : line;
  return tagged({ ...personTags(channel, alert), emotes: "", login: alert.chatter.login, ...kind }, line);
}

export function roomstate(channel: ScriptedChannel, tags: boolean): string {
  const line = `:tmi.twitch.tv ROOMSTATE #${channel.login}`;
  if (!tags) return line;
  const state = {
    "emote-only": "0",
    "followers-only": "-1",
    r9k: "0",
    "room-id": channel.id,
    slow: "0",
    "subs-only": "0",
  };
  return tagged(state, line);
}

/** What the server says once a nick is accepted. */
export function welcome(nick: string): string[] {
  const host = ":tmi.twitch.tv";
  return [
    `${host} 001 ${nick} :Welcome, GLHF!`,
    `${host} 002 ${nick} :Your host is tmi.twitch.tv`,
    `${host} 003 ${nick} :This server is rather new`,
    `${host} 004 ${nick} :-`,
    `${host} 375 ${nick} :-`,
    `${host} 372 ${nick} :You are in a maze of twisty passages, all alike.`,
    `${host} 376 ${nick} :>`,
  ];
}

export function joined(nick: string, login: string): string[] {
  const host = `:${nick}.tmi.twitch.tv`;
  return [
    `:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #${login}`,
    `${host} 353 ${nick} = #${login} :${nick}`,
    `${host} 366 ${nick} #${login} :End of /NAMES list`,
  ];
}

export function parted(nick: string, login: string): string {
  return `:${nick}!${nick}@${nick}.tmi.twitch.tv PART #${login}`;
}

/** Ranges are inclusive and count code points: `25:0-4,12-16/1902:6-10`. */
export function emotesTag(text: string): string {
  const ranges = new Map<string, string[]>();
  for (const { id, start, end } of emotesIn("twitch", text)) {
    ranges.set(id, [...(ranges.get(id) ?? []), `${start}-${end}`]);
  }
  return [...ranges].map(([id, places]) => `${id}:${places.join(",")}`).join("/");
}

type Person = Pick<ScriptedMessage, "id" | "sentAtMs" | "chatter">;

function personTags(channel: ScriptedChannel, { id, sentAtMs, chatter }: Person): Record<string, string> {
  const months = chatter.subscribedMonths;
  return {
    "badge-info": months > 0 ? `subscriber/${months}` : "",
    badges: months > 0 ? `subscriber/${months >= 12 ? 12 : months >= 6 ? 6 : months >= 3 ? 3 : 0}` : "",
    color: chatter.color,
    "display-name": chatter.displayName,
    id,
    mod: "0",
    "room-id": channel.id,
    subscriber: months > 0 ? "1" : "0",
    "tmi-sent-ts": String(sentAtMs),
    turbo: "0",
    "user-id": chatter.id,
    "user-type": "",
  };
}

function tagged(tags: Readonly<Record<string, string>>, line: string): string {
  const written = Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${escapeTag(value)}`);
  return `@${written.join(";")} ${line}`;
}

function escapeTag(value: string): string {
  const escapes: Record<string, string> = { ";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n" };
  return value.replace(/[; \\\r\n]/g, (char) => escapes[char] ?? char);
}
