// Twitch's feed: chat comes by one anonymous IRC connection, or by EventSub where the broadcaster is connected and Twitch
// has confirmed it. Says so to the page.
import { ircChatEvent } from "../../adapters/twitch/irc-chat-event.ts";
import type { IrcMessage } from "../../adapters/twitch/irc-message.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { ChannelsHeard } from "./channels-heard.ts";
import type { FeedHearer, PlatformFeed } from "./platform-feed.ts";
import { TwitchChat } from "./twitch-chat.ts";
import type { TwitchWebhooks } from "./twitch-webhooks.ts";

export interface TwitchFeedOptions {
  readonly channels: ChannelsHeard;
  readonly hearer: FeedHearer;
  readonly webhooks: TwitchWebhooks;
  /** Null where Twitch is not set up. */
  readonly ircUrl: string | null;
  /** Since when chat has not been heard, for an object that heard it before it was evicted. */
  readonly deafSinceMs: number | null;
}

const byEventSub = {
  status: "connected",
  detail: "Chat comes by Twitch's webhooks, through the connected account.",
} as const;

export class TwitchFeed implements PlatformFeed {
  readonly #channels: ChannelsHeard;
  readonly #hearer: FeedHearer;
  readonly #webhooks: TwitchWebhooks;
  readonly #irc: TwitchChat | null;

  constructor({ channels, hearer, webhooks, ircUrl, deafSinceMs }: TwitchFeedOptions) {
    this.#channels = channels;
    this.#hearer = hearer;
    this.#webhooks = webhooks;
    webhooks.onChange = () => this.tick();
    this.#irc =
      ircUrl === null
        ? null
        : new TwitchChat({
            url: ircUrl,
            onMessage: (message) => this.#hearLine(message),
            onBadFrame: () => this.#onIrc().forEach((ear) => ear.badFrames++),
            onGap: (fromMs, toMs) => this.#onIrc().forEach((ear) => hearer.gap(ear, fromMs, toMs)),
            onLost: () => hearer.lost(),
            deafSinceMs,
          });
  }

  /** IRC hears the live channels that EventSub does not bring. */
  tick(): void {
    const live = this.#onIrc().filter((ear) => ear.live);
    this.#irc?.tick(live.map((ear) => ear.login));
  }

  get retryAtMs(): number | null {
    return this.#irc?.retryAtMs ?? null;
  }

  link(ear: ChannelEar): ReturnType<PlatformFeed["link"]> {
    if (!ear.live) return { status: "idle", detail: null };
    if (this.isByWebhook(ear)) return byEventSub;
    const { status, detail } = this.#irc?.status ?? { status: "idle", detail: null };
    return { status, detail: detail ?? this.#webhooks.standing(ear.channelId)?.detail ?? null };
  }

  isByWebhook(ear: ChannelEar): boolean {
    return this.#webhooks.standing(ear.channelId)?.status === "enabled";
  }

  /** From now on the channel is joined again. */
  revoked(ear: ChannelEar, reason: string): void {
    this.#webhooks.revoked(ear.channelId, reason);
  }

  reconcile(channelIds: readonly string[]): Promise<number> {
    return this.#webhooks.reconcile(channelIds);
  }

  unsubscribe(channelId: string): Promise<void> {
    return this.#webhooks.remove(channelId);
  }

  #onIrc(): ChannelEar[] {
    return this.#channels.all().filter((ear) => !this.isByWebhook(ear));
  }

  /** Also of a channel that has just gone over to EventSub: the detector counts what both bring once. */
  #hearLine(message: IrcMessage): void {
    const chat = ircChatEvent(message);
    if (chat.status === "other") return;
    const ear = this.#channels.get(chat.channelId);
    if (!ear) return;
    if (chat.status === "unknown") ear.unknownEvents++;
    else this.#hearer.chat(ear, chat.events);
  }
}
