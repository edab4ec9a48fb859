// The ears of a listener: what chat, webhooks and polls bring goes to the detector of its channel, and what follows from it
// to the announcer. Knows no alarm: it is ticked, and says when something has happened that should go out.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import { believesPoll } from "#core/listener/webhook-status.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Outbox } from "../outbox.ts";
import { Announcer } from "./announcer.ts";
import type { ChannelEar } from "./channel-ear.ts";
import { ChannelsHeard } from "./channels-heard.ts";
import { ChatTransports } from "./chat-transports.ts";
import type { KickWebhooks } from "./kick-webhooks.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { TwitchWebhooks } from "./twitch-webhooks.ts";
import { WebhookIntake } from "./webhook-intake.ts";

interface Parts {
  readonly env: Pick<Env, "ChannelMonitor">;
  readonly platform: Platform;
  readonly storage: ListenerStorage;
  readonly outbox: Outbox;
  readonly webhooks: KickWebhooks | TwitchWebhooks;
  /** Null on Kick, and where Twitch is not set up. */
  readonly ircUrl: string | null;
  readonly transaction: (work: () => void) => void;
  /** Something is owed to a monitor, or a connection has been lost. */
  readonly onNews: () => void;
  /** The platform must be asked how things stand. */
  readonly onDoubt: () => void;
}

export class Hearing {
  readonly channels: ChannelsHeard;
  readonly #announcer: Announcer;
  readonly #chat: ChatTransports;
  readonly #intake: WebhookIntake;
  readonly #onNews: () => void;

  constructor({ env, platform, storage, outbox, webhooks, ircUrl, transaction, onNews, onDoubt }: Parts) {
    const channels = new ChannelsHeard(storage);
    this.channels = channels;
    this.#onNews = onNews;
    const feedOf = (ear: ChannelEar) => this.feed(ear);
    this.#announcer = new Announcer({ env, platform, storage, outbox, channels, transaction, feedOf });
    const onChat = (ear: ChannelEar, events: readonly ChatEvent[]) => this.#hear(ear, events);
    this.#chat = new ChatTransports({
      ...{ channels, webhooks, ircUrl, onChat, onLost: onNews },
      onGap: (ear, fromMs, toMs) => this.#tell(ear, ear.observe({ type: "gap", fromMs, toMs })),
      deafSinceMs: storage.times.lastPersistAtMs || null,
    });
    this.#intake = new WebhookIntake({
      ...{ storage, onChat, onDoubt },
      onStatus: (ear, live, sentAtMs) => this.#setLive(ear, live, sentAtMs),
      onRevoked: (ear, reason) => this.#chat.revoked(ear, reason),
    });
    // What was delivered before a restart is not delivered again; what came after it is, so those seconds are whole.
    const { lastSeenAtMs } = storage;
    if (lastSeenAtMs !== null) for (const ear of this.#chat.byWebhook()) ear.noteLoss(lastSeenAtMs);
  }

  /** When a lost connection may be tried again; null while nothing is lost. */
  get retryAtMs(): number | null {
    return this.#chat.retryAtMs;
  }

  /** A verified webhook; false when its channel is not heard here. */
  take(deliveryId: string, event: WebhookEvent, sentAtMs: number): boolean {
    const ear = this.channels.get(event.channelId);
    if (ear) this.#intake.take(ear, deliveryId, event, sentAtMs);
    return ear !== null;
  }

  /** What a poll of `askedAtMs` says of all channels. */
  takeStatus(status: ReadonlyMap<string, PlatformStatus>, askedAtMs: number): void {
    for (const ear of this.channels.all()) {
      const polled = status.get(ear.channelId) ?? null;
      if (believesPoll(polled, askedAtMs, ear)) this.#setLive(ear, polled, askedAtMs);
    }
    this.tick();
  }

  /** False when the channel was not heard. */
  remove(channelId: string): boolean {
    const ear = this.channels.get(channelId);
    if (!ear) return false;
    if (ear.live) this.#announcer.status(ear, null, Date.now());
    this.channels.remove(channelId);
    return true;
  }

  /** Keeps the chat connection as it should be and lets the detectors see the time. */
  tick(): void {
    this.#chat.tick();
    for (const ear of this.channels.live()) this.#tell(ear, ear.observe({ type: "tick", nowMs: Date.now() }));
  }

  feed(ear: ChannelEar): Feed {
    return ear.feed(this.#chat.link(ear));
  }

  settledMinutes(): void {
    this.#announcer.settledMinutes();
  }

  persist(): void {
    this.#announcer.persist();
  }

  tellChangedFeeds(): void {
    this.#announcer.changedFeeds();
  }

  /** The seconds before `untilMs` to the pages that watch. */
  push(untilMs: number): Promise<void> {
    return this.#announcer.push(untilMs, (channelId, isWatched) => this.channels.setWatched(channelId, isWatched));
  }

  /** `asOfMs` is when the platform said so. */
  #setLive(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void {
    const { isNews, moments } = ear.setLive(live, asOfMs, Date.now());
    this.#tell(ear, moments);
    if (isNews) this.#announcer.status(ear, live, asOfMs);
  }

  #hear(ear: ChannelEar, events: readonly ChatEvent[]): void {
    for (const event of events) this.#tell(ear, ear.hear(event, Date.now()));
  }

  #tell(ear: ChannelEar, moments: readonly DetectedMoment[]): void {
    if (moments.length === 0) return;
    this.#announcer.moments(ear, moments);
    this.#onNews();
  }
}
