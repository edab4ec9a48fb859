// The ears of a listener: what chat, webhooks and polls bring goes to the detector of its channel, and what follows from it
// to the announcer. Knows no alarm: it is ticked, and says when something has happened that should go out.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import { believesPoll } from "#core/listener/webhook-status.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { Outbox } from "../outbox.ts";
import { Announcer } from "./announcer.ts";
import type { ChannelEar } from "./channel-ear.ts";
import { ChannelsHeard } from "./channels-heard.ts";
import { type FeedSource, openFeed } from "./open-feed.ts";
import type { FeedHearer, PlatformFeed } from "./platform-feed.ts";
import type { ListenerOwes } from "./send-owed.ts";
import { takeWebhook } from "./take-webhook.ts";

export interface HearingOptions extends FeedSource {
  readonly env: Pick<Env, "ChannelMonitor" | "Workspace" | "TwitchAccount">;
  readonly outbox: Outbox<ListenerOwes>;
  readonly transaction: (work: () => void) => void;
  /** Something is owed to a monitor, or a connection has been lost. */
  readonly onNews: () => void;
  /** The platform must be asked how things stand. */
  readonly onDoubt: () => void;
}

export class Hearing implements FeedHearer {
  readonly channels: ChannelsHeard;
  readonly feed: PlatformFeed;
  readonly announcer: Announcer;
  readonly #options: HearingOptions;

  constructor(options: HearingOptions) {
    const { env, platform, storage, outbox, transaction } = options;
    this.#options = options;
    this.channels = new ChannelsHeard(storage);
    this.feed = openFeed(options, this.channels, this);
    this.announcer = new Announcer({
      ...{ env, platform, storage, outbox, transaction, channels: this.channels },
      feedOf: (ear) => this.feedOf(ear),
    });
    // What was delivered before a restart is not delivered again; what came after it is, so those seconds are whole.
    const { lastSeenAtMs } = storage;
    if (lastSeenAtMs === null) return;
    for (const ear of this.channels.all()) if (this.feed.isByWebhook(ear)) ear.noteLoss(lastSeenAtMs);
  }

  chat(ear: ChannelEar, events: readonly ChatEvent[]): void {
    for (const event of events) this.#tell(ear, ear.hear(event, Date.now()));
  }

  gap(ear: ChannelEar, fromMs: number, toMs: number): void {
    this.#tell(ear, ear.observe({ type: "gap", fromMs, toMs }));
  }

  status(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void {
    const { isNews, moments } = ear.setLive(live, asOfMs, Date.now());
    this.#tell(ear, moments);
    if (isNews) this.announcer.status(ear, live, asOfMs);
  }

  lost(): void {
    this.#options.onNews();
  }

  doubt(): void {
    this.#options.onDoubt();
  }

  /** A verified webhook; false when its channel is not heard here. */
  take(deliveryId: string, event: WebhookEvent, sentAtMs: number): boolean {
    const ear = this.channels.get(event.channelId);
    if (ear === null) return false;
    const arrivedAtMs = Date.now();
    if (this.#options.storage.isNew(deliveryId, arrivedAtMs))
      takeWebhook(event, { sentAtMs, arrivedAtMs }, { ear, hearer: this, feed: this.feed, ...this.#options });
    return true;
  }

  /** What a poll of `askedAtMs` says of all channels. */
  takeStatus(status: ReadonlyMap<string, PlatformStatus>, askedAtMs: number): void {
    for (const ear of this.channels.all()) {
      const polled = status.get(ear.channelId) ?? null;
      if (believesPoll(polled, askedAtMs, ear)) this.status(ear, polled, askedAtMs);
    }
    this.tick();
  }

  /** False when the channel was not heard. */
  remove(channelId: string): boolean {
    const ear = this.channels.get(channelId);
    if (!ear) return false;
    if (ear.live) this.announcer.status(ear, null, Date.now());
    this.channels.remove(channelId);
    return true;
  }

  /** Keeps the chat connection as it should be and lets the detectors see the time. */
  tick(): void {
    this.feed.tick();
    for (const ear of this.channels.live()) this.#tell(ear, ear.observe({ type: "tick", nowMs: Date.now() }));
  }

  feedOf(ear: ChannelEar): Feed {
    return ear.feed(this.feed.link(ear));
  }

  /** The seconds before `untilMs` to the pages that watch. */
  push(untilMs: number): Promise<void> {
    return this.announcer.push(untilMs, (channelId, isWatched) => this.channels.setWatched(channelId, isWatched));
  }

  #tell(ear: ChannelEar, moments: readonly DetectedMoment[]): void {
    if (moments.length === 0) return;
    this.announcer.moments(ear, moments);
    this.#options.onNews();
  }
}
