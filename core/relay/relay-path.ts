// How a relay address looks, for those who only tell one from another address or put a newer ticket into it.
import type { Platform } from "#core/channel/channel-ref.ts";

/** All relay addresses of a channel begin with it. */
export function relayPath({ platform, login }: { readonly platform: Platform; readonly login: string }): string {
  return `/api/relay/${platform}/${login}/`;
}

/** Which channel's relay a path belongs to; null for any other path. */
export function relayedChannel(path: string): { readonly platform: Platform; readonly login: string } | null {
  const [, platform, login] = /^\/api\/relay\/(twitch|kick)\/([a-z0-9_-]{1,60})\//.exec(path) ?? [];
  return login === undefined ? null : { platform: platform as Platform, login };
}

/** The parameter of a relay address that runs out. The others stay as long as the session. */
export const ticketParameter = "ticket";

/** When a ticket runs out, epoch milliseconds; null for what is none. */
export function ticketEndMs(ticket: string): number | null {
  const [, untilMs] = /^(\d{13})\.[\w-]{43}$/.exec(ticket) ?? [];
  return untilMs === undefined ? null : Number(untilMs);
}
