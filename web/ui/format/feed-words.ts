// The state of a channel's chat feed in words.
import type { Feed } from "#core/channel/feed.ts";
import { formatCount, formatLag } from "./format-number.ts";

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

/** How late chat is and what of it was not understood; empty when there is nothing to say. */
export function feedFacts(feed: Omit<Feed, "detail">): string {
  const { status, lagMs, badFrames, unknownEvents } = feed;
  const facts: string[] = [];
  if (status === "connected" && lagMs !== null) facts.push(`${formatLag(lagMs)} behind`);
  if (unknownEvents > 0)
    facts.push(`${counted(unknownEvents, "event")} of unknown ${unknownEvents === 1 ? "kind" : "kinds"}`);
  if (badFrames > 0) facts.push(counted(badFrames, "unreadable message"));
  return facts.join(", ");
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
