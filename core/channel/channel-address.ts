// Reads what a person types to name a channel: `twitch:name`, `kick:name`, or the address of its page.
import type { Platform } from "#core/channel/channel-ref.ts";

export interface ChannelAddress {
  readonly platform: Platform;
  /** Lower case, as both platforms treat logins. */
  readonly login: string;
}

const hosts: Record<string, Platform> = {
  "twitch.tv": "twitch",
  "www.twitch.tv": "twitch",
  "m.twitch.tv": "twitch",
  "player.twitch.tv": "twitch",
  "kick.com": "kick",
  "www.kick.com": "kick",
  "player.kick.com": "kick",
};

/** Twitch: 4–25 (older ones from 2) of letters, digits, underscore. Kick: up to 25, with hyphens too. */
const loginPatterns: Record<Platform, RegExp> = {
  twitch: /^[a-z0-9][a-z0-9_]{1,24}$/,
  kick: /^[a-z0-9_][a-z0-9_-]{1,24}$/,
};

/** Null when it is not the name or address of a channel. */
export function parseChannelAddress(input: string): ChannelAddress | null {
  const text = input.trim().toLowerCase();
  if (text.length > 300) return null;
  const named = /^(twitch|kick)[:/]\s*@?([^/?#\s]+)$/.exec(text);
  if (named?.[1] && named[2]) return checked(named[1] as Platform, named[2]);
  const address = /^(?:https?:\/\/)?([a-z0-9.]+)\/([^?#\s]*)(\?[^#\s]*)?(?:#\S*)?$/.exec(text);
  const platform = address?.[1] ? hosts[address[1]] : undefined;
  if (!platform) return null;
  const channelParameter = /[?&]channel=([a-z0-9_-]+)/.exec(address?.[3] ?? "")?.[1];
  const path = (address?.[2] ?? "").split("/").filter((part) => part !== "");
  const login = channelParameter ?? (path[0] === "popout" ? path[1] : path[0]);
  return login ? checked(platform, login) : null;
}

function checked(platform: Platform, login: string): ChannelAddress | null {
  return loginPatterns[platform].test(login) ? { platform, login } : null;
}
