// The anonymous chat connection of a Twitch listener: owns the sockets and does what core/listener/irc-link decides.
// Before a socket grows too old a second one takes over, so that no message falls between the two.
import {
  closedLink,
  type IrcLinkEffect,
  type IrcLinkEvent,
  type IrcLinkState,
  stepIrcLink,
} from "#core/listener/irc-link.ts";
import { stepDeafness, takesOver } from "#core/listener/irc-succession.ts";
import { ircFeed, ircRetryAtMs } from "#core/listener/irc-feed.ts";
import type { Feed } from "#core/channel/feed.ts";
import { type IrcMessage, parseIrcMessage } from "../../adapters/twitch/irc-message.ts";
import { closeSocket, openSocket, sendLine } from "./irc-socket.ts";

interface Link {
  state: IrcLinkState;
  socket: WebSocket | null;
  /** Counts connections, so that the answer to one given up is not taken for the answer to the next. */
  tries: number;
}

export interface TwitchChatOptions {
  /** https:// or http:// address of the IRC gateway; a WebSocket upgrade is asked of it. */
  readonly url: string;
  /** Every message that is about a channel. */
  readonly onMessage: (message: IrcMessage) => void;
  readonly onBadFrame: () => void;
  /** Chat was not heard between these times. */
  readonly onGap: (fromMs: number, toMs: number) => void;
  /** The connection is gone; {@link TwitchChat.retryAtMs} says when to tick again. */
  readonly onLost: () => void;
  /** Since when chat has not been heard, for an object that heard it before it was evicted. */
  readonly deafSinceMs: number | null;
}

/** A frame holds several lines; more than this is not chat. */
const maxFrameChars = 256_000;
const maxLinesPerFrame = 2_000;

export class TwitchChat {
  readonly #options: TwitchChatOptions;
  #wanted: readonly string[] = [];
  #current: Link = newLink();
  #successor: Link | null = null;
  #deafSinceMs: number | null;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
    this.#deafSinceMs = options.deafSinceMs;
  }

  /** Called at every heartbeat with the logins that are live now. */
  tick(wanted: readonly string[]): void {
    this.#wanted = wanted;
    this.#apply(this.#current, { type: "tick", jitter: Math.random() });
    if (this.#successor) this.#apply(this.#successor, { type: "tick", jitter: Math.random() });
    this.#promote();
  }

  get status(): Pick<Feed, "status" | "detail"> {
    return ircFeed(this.#current.state, this.#wanted);
  }

  /** When a lost connection may be tried again; null while there is one, or nothing to hear. */
  get retryAtMs(): number | null {
    return ircRetryAtMs(this.#current.state, this.#wanted);
  }

  #apply(link: Link, event: IrcLinkEvent): void {
    const before = link.state;
    const { state, effects } = stepIrcLink(before, event, this.#wanted, Date.now());
    link.state = state;
    for (const effect of effects) this.#perform(link, effect);
    if (link === this.#current) this.#noteHearing(before);
  }

  #perform(link: Link, effect: IrcLinkEffect): void {
    switch (effect.type) {
      case "connect":
        void this.#connect(link);
        return;
      case "send":
        sendLine(link.socket, effect.line);
        return;
      case "close":
        closeSocket(link.socket);
        link.socket = null;
        return;
      case "renew":
        if (link !== this.#current || this.#successor) return;
        this.#successor = newLink();
        this.#apply(this.#successor, { type: "tick", jitter: Math.random() });
        return;
    }
  }

  async #connect(link: Link): Promise<void> {
    const attempt = ++link.tries;
    const isWanted = () => link.tries === attempt && link.state.phase === "connecting";
    try {
      const socket = await openSocket(this.#options.url);
      if (!isWanted()) {
        socket.accept();
        return closeSocket(socket);
      }
      link.socket = socket;
      socket.addEventListener("message", (event) => this.#hear(link, socket, event.data));
      socket.addEventListener("close", () => this.#lose(link, socket));
      socket.addEventListener("error", () => this.#lose(link, socket));
      socket.accept();
      this.#apply(link, { type: "opened", nick: `justinfan${10_000 + Math.floor(Math.random() * 80_000)}` });
    } catch (error) {
      console.warn(JSON.stringify({ event: "twitch_chat_unreachable", error: String(error) }));
      if (!isWanted()) return;
      this.#apply(link, { type: "closed" });
      if (link === this.#current) this.#options.onLost();
    }
  }

  #lose(link: Link, socket: WebSocket): void {
    if (link.socket !== socket) return;
    link.socket = null;
    this.#apply(link, { type: "closed" });
    if (link === this.#successor) this.#successor = null;
    this.#promote();
    if (this.#current.state.phase === "closed") this.#options.onLost();
  }

  #hear(link: Link, socket: WebSocket, data: unknown): void {
    if (link.socket !== socket) return;
    if (typeof data !== "string" || data.length > maxFrameChars) return this.#options.onBadFrame();
    this.#apply(link, { type: "heard" });
    for (const line of data.split("\r\n", maxLinesPerFrame)) {
      if (line === "") continue;
      const message = parseIrcMessage(line);
      if (!message) this.#options.onBadFrame();
      else if (message.command === "JOIN")
        this.#apply(link, { type: "joined", login: message.params[0]?.slice(1) ?? "" });
      else if (message.params[0]?.startsWith("#")) this.#options.onMessage(message);
      else this.#apply(link, { type: "command", command: message.command, text: message.params.at(-1) ?? "" });
    }
    this.#promote();
  }

  #promote(): void {
    const successor = this.#successor;
    if (!successor || !takesOver(this.#current.state, successor.state, this.#wanted, Date.now())) return;
    closeSocket(this.#current.socket);
    this.#current = successor;
    this.#successor = null;
    this.#noteHearing(successor.state);
  }

  #noteHearing(before: IrcLinkState): void {
    const { state } = this.#current;
    const { deafSinceMs, gap } = stepDeafness(this.#deafSinceMs, before, state, this.#wanted, Date.now());
    this.#deafSinceMs = deafSinceMs;
    if (gap) this.#options.onGap(gap.fromMs, gap.toMs);
  }
}

function newLink(): Link {
  return { state: closedLink, socket: null, tries: 0 };
}
