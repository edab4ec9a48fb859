// How a platform brings chat and the changes of live status to a listener. Each platform has its own feed; what a feed
// brings goes straight to whoever hears it.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { ChannelEar } from "./channel-ear.ts";

export interface PlatformFeed {
  /** At every heartbeat: keeps the connection as it should be, where there is one. */
  tick(): void;
  /** When a lost connection may be tried again; null while nothing is lost. */
  readonly retryAtMs: number | null;
  /** How the chat of a channel reaches us, in a word and a sentence. */
  link(ear: ChannelEar): Pick<Feed, "status" | "detail">;
  /** Whether a channel's chat comes by webhooks, which the platform sends again when they were not taken. */
  isByWebhook(ear: ChannelEar): boolean;
  /** The platform has ended the webhooks of a channel's chat. */
  revoked(ear: ChannelEar, reason: string): void;
  /** Makes the webhook subscriptions as they should be. Returns after how many milliseconds to look again. */
  reconcile(channelIds: readonly string[]): Promise<number>;
  /** Without it the platform goes on sending, and what it sends is not ours. */
  unsubscribe(channelId: string): Promise<void>;
}

/** Whoever hears a feed. */
export interface FeedHearer {
  chat(ear: ChannelEar, events: readonly ChatEvent[]): void;
  /** Chat was not heard between these times. */
  gap(ear: ChannelEar, fromMs: number, toMs: number): void;
  /** `asOfMs` is when the platform said so. */
  status(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void;
  /** The connection is gone; {@link PlatformFeed.retryAtMs} says when to tick again. */
  lost(): void;
  /** The platform must be asked how things stand. */
  doubt(): void;
}
