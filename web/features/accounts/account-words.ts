// What the standing of a connected Twitch account, its purposes and its permissions are called on the page.
import {
  type AccountPurpose,
  type AccountStatus,
  purposeScopes,
  type ConnectedAccount,
} from "#core/accounts/connected-account.ts";
import type { Tone } from "../../ui/format/feed-words.ts";

interface StatusWords {
  readonly text: string;
  readonly tone: Tone;
  /** What to do, where the server says nothing more exact. */
  readonly advice: string | null;
}

export const accountStatusWords: Record<AccountStatus, StatusWords> = {
  valid: { text: "Connected", tone: "good", advice: null },
  revoked: {
    text: "No longer connected",
    tone: "bad",
    advice: "Twitch no longer accepts this connection. Connect the account again.",
  },
  scopes_missing: {
    text: "Permissions are missing",
    tone: "bad",
    advice: "Not everything was permitted. Connect the account again and permit all that is asked for.",
  },
  client_mismatch: {
    text: "Connected with another app",
    tone: "bad",
    advice: "The connection was made with another Twitch app than this deployment uses. Connect the account again.",
  },
  unreachable: {
    text: "Twitch does not answer",
    tone: "warn",
    advice: "The connection cannot be confirmed just now. It is tried again by itself.",
  },
};

export const purposeWords: Record<AccountPurpose, { readonly name: string; readonly offer: string }> = {
  broadcaster: {
    name: "its own channel",
    offer: "For the streamer: makes clips of this account's own channel, live and from recordings, and hears its chat.",
  },
  editor: {
    name: "channels it edits",
    offer: "For an editor: makes clips of channels that have made this account an editor on Twitch.",
  },
};

const scopeNames: Readonly<Record<string, string>> = {
  "clips:edit": "Make clips of a live stream",
  "channel:manage:clips": "Make clips of its own recordings, and download them",
  "editor:manage:clips": "Make clips of recordings of channels it edits, and download them",
  "user:read:chat": "Read chat",
  "user:bot": "Be in chat as an app",
  "channel:bot": "Let the app into the channel's chat",
};

/** A scope this version does not ask for keeps Twitch's own name. */
export function scopeWords(scope: string): string {
  return scopeNames[scope] ?? scope;
}

/** What the account's purposes need and Twitch did not name. */
export function missingScopes({ purposes, scopes }: Pick<ConnectedAccount, "purposes" | "scopes">): readonly string[] {
  const needed = new Set(purposes.flatMap((purpose) => purposeScopes[purpose]));
  return [...needed].filter((scope) => !scopes.includes(scope));
}

/** `its own channel and channels it edits`. */
export function purposesInWords(purposes: readonly AccountPurpose[]): string {
  return purposes.map((purpose) => purposeWords[purpose].name).join(" and ");
}
