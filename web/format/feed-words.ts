// The state of a channel's chat feed in words.
import type { Feed } from "#core/live/live-message.ts";

export type Tone = "plain" | "good" | "warn" | "bad";

const words: Record<Feed["status"], { readonly text: string; readonly tone: Tone }> = {
  idle: { text: "Waits for the stream", tone: "plain" },
  connecting: { text: "Joining chat…", tone: "warn" },
  connected: { text: "Hearing chat", tone: "good" },
  reconnecting: { text: "Chat reconnecting…", tone: "warn" },
  blocked: { text: "Chat blocked", tone: "bad" },
};

export function feedWords(feed: Pick<Feed, "status">): { readonly text: string; readonly tone: Tone } {
  return words[feed.status];
}
