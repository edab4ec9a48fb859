// How the chat of a listener's channels reaches it: Kick's by webhook, Twitch's by one anonymous IRC connection, or by
// EventSub where the broadcaster is connected and Twitch has confirmed it. Says so to the page.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { Feed } from "#core/channel/feed.ts";
import { ircChatEvent } from "../../adapters/twitch/irc-chat-event.ts";
import type { IrcMessage } from "../../adapters/twitch/irc-message.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { ChannelsHeard } from "./channels-heard.ts";
import { KickWebhooks } from "./kick-webhooks.ts";
import { TwitchChat } from "./twitch-chat.ts";
import { TwitchWebhooks } from "./twitch-webhooks.ts";

interface Parts {
  readonly channels: ChannelsHeard;
  readonly webhooks: KickWebhooks | TwitchWebhooks;
  /** Null on Kick, and where Twitch is not set up. */
  readonly ircUrl: string | null;
  readonly onChat: (ear: ChannelEar, events: readonly ChatEvent[]) => void;
  readonly onGap: (ear: ChannelEar, fromMs: number, toMs: number) => void;
  readonly onLost: () => void;
  readonly deafSinceMs: number | null;
}

type Link = Pick<Feed, "status" | "detail">;

const byEventSub: Link = {
  status: "connected",
  detail: "Chat comes by Twitch's webhooks, through the connected account.",
};

export class ChatTransports {
  readonly #parts: Parts;
  readonly #irc: TwitchChat | null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { ircUrl, webhooks, onGap, onLost, deafSinceMs } = parts;
    if (webhooks instanceof TwitchWebhooks) webhooks.onChange = () => this.tick();
    this.#irc =
      ircUrl === null
        ? null
        : new TwitchChat({
            url: ircUrl,
            onMessage: (message) => this.#hearIrc(message),
            onBadFrame: () => this.#onIrc().forEach((ear) => ear.badFrames++),
            onGap: (fromMs, toMs) => this.#onIrc().forEach((ear) => onGap(ear, fromMs, toMs)),
            onLost,
            deafSinceMs,
          });
  }

  /** The channels whose chat comes by webhooks. */
  byWebhook(): ChannelEar[] {
    const onIrc = new Set(this.#onIrc());
    return this.#parts.channels.all().filter((ear) => !onIrc.has(ear));
  }

  /** At every heartbeat: IRC hears the live channels that EventSub does not bring. */
  tick(): void {
    this.#irc?.tick(
      this.#onIrc()
        .filter((ear) => ear.live)
        .map((ear) => ear.login),
    );
  }

  /** When a lost connection may be tried again; null while nothing is lost. */
  get retryAtMs(): number | null {
    return this.#irc?.retryAtMs ?? null;
  }

  link(ear: ChannelEar): Link {
    const { webhooks } = this.#parts;
    if (!ear.live) return { status: "idle", detail: null };
    if (webhooks instanceof KickWebhooks) {
      return { status: webhooks.problem === null ? "connected" : "blocked", detail: webhooks.problem };
    }
    const standing = webhooks.standing(ear.channelId);
    if (standing?.status === "enabled") return byEventSub;
    const { status, detail } = this.#irc?.status ?? { status: "idle", detail: null };
    return { status, detail: detail ?? standing?.detail ?? null };
  }

  /** The platform has ended the webhooks of a channel's chat: from now on it is joined again. */
  revoked(ear: ChannelEar, reason: string): void {
    const { webhooks } = this.#parts;
    if (webhooks instanceof TwitchWebhooks) webhooks.revoked(ear.channelId, reason);
  }

  #onIrc(): ChannelEar[] {
    const { channels, webhooks } = this.#parts;
    if (webhooks instanceof KickWebhooks) return [];
    return channels.all().filter((ear) => webhooks.standing(ear.channelId)?.status !== "enabled");
  }

  /** Also of a channel that has just gone over to EventSub: the detector counts what both bring once. */
  #hearIrc(message: IrcMessage): void {
    const chat = ircChatEvent(message);
    if (chat.status === "other") return;
    const ear = this.#parts.channels.get(chat.channelId);
    if (!ear) return;
    if (chat.status === "unknown") ear.unknownEvents++;
    else this.#parts.onChat(ear, chat.events);
  }
}
