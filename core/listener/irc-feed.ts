// What a page is told of the chat connection, and when a lost one may be tried again.
import type { Feed } from "#core/channel/feed.ts";
import type { IrcLinkState } from "#core/listener/irc-link.ts";

/** A connection of which no channel is wanted is idle, whatever became of it. */
export function ircFeed(
  { phase, isWelcome, failures }: IrcLinkState,
  wanted: readonly string[],
): Pick<Feed, "status" | "detail"> {
  if (phase === "open" && isWelcome) return { status: "connected", detail: null };
  if (wanted.length === 0) return { status: "idle", detail: null };
  if (failures === 0) return { status: "connecting", detail: null };
  return { status: "reconnecting", detail: `Twitch chat did not answer ${failures} times in a row.` };
}

/** Null while there is a connection, or nothing to hear. */
export function ircRetryAtMs({ phase, retryAtMs }: IrcLinkState, wanted: readonly string[]): number | null {
  return phase === "closed" && wanted.length > 0 ? retryAtMs : null;
}
