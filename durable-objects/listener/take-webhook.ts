// Takes what a new webhook brings of one channel.
import type { WebhookEvent, WebhookLivestream } from "#core/listener/webhook-event.ts";
import { webhookStatus } from "#core/listener/webhook-status.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { FeedHearer, PlatformFeed } from "./platform-feed.ts";

export interface WebhookTimes {
  readonly sentAtMs: number;
  readonly arrivedAtMs: number;
}

export interface WebhookTaker {
  readonly ear: ChannelEar;
  readonly hearer: FeedHearer;
  readonly feed: PlatformFeed;
  readonly storage: ListenerStorage;
}

export function takeWebhook(event: WebhookEvent, times: WebhookTimes, taker: WebhookTaker): void {
  const { ear, hearer, feed, storage } = taker;
  switch (event.status) {
    case "chat":
      // A message may come in two envelopes.
      return hearer.chat(
        ear,
        event.events.filter(({ type, id }) => type !== "message" || storage.isNew(id, times.arrivedAtMs)),
      );
    case "livestream":
      return takeStatus(event.livestream, times, taker);
    case "revoked":
      return feed.revoked(ear, event.reason);
    case "unknown":
      ear.unknownEvents++;
      return;
    case "malformed":
      ear.badFrames++;
  }
}

function takeStatus(livestream: WebhookLivestream, times: WebhookTimes, { ear, hearer }: WebhookTaker): void {
  const status = webhookStatus(livestream, times, ear);
  if (status.type === "believe") {
    ear.noteTold(status.live, times.sentAtMs);
    hearer.status(ear, status.live, times.sentAtMs);
  }
  // Who tells no title tells no viewers either.
  if (status.type === "ask" || (status.type === "believe" && status.live && livestream.title === null)) hearer.doubt();
}
