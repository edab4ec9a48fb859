// The anonymous chat connection of a Twitch listener: owns the sockets and does what core/listener/irc-link decides.
// Before a socket grows too old a second one takes over, so that no message falls between the two.
import { closedLink, hasJoined, type IrcLinkEffect, type IrcLinkEvent, type IrcLinkState, stepIrcLink } from "#core/listener/irc-link.ts";
import type { Feed } from "#core/live/live-message.ts";
import { type IrcMessage, parseIrcMessage } from "../../functions/twitch/irc-message.ts";

interface Link {
  state: IrcLinkState;
  socket: WebSocket | null;
}

export interface TwitchChatOptions {
  /** https:// or http:// address of the IRC gateway; a WebSocket upgrade is asked of it. */
  readonly url: string;
  /** Every message that is about a channel. */
  readonly onMessage: (message: IrcMessage) => void;
  readonly onBadFrame: () => void;
  /** Chat was not heard between these times. */
  readonly onGap: (fromMs: number, toMs: number) => void;
}

/** A frame holds several lines; more than this is not chat. */
const maxFrameChars = 256_000;
const maxLinesPerFrame = 2_000;

export class TwitchChat {
  readonly #options: TwitchChatOptions;
  #wanted: readonly string[] = [];
  #current: Link = { state: closedLink, socket: null };
  #successor: Link | null = null;
  #deafSinceMs: number | null = null;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
  }

  /** Called at every heartbeat with the logins that are live now. */
  tick(wanted: readonly string[]): void {
    this.#wanted = wanted;
    this.#apply(this.#current, { type: "tick", jitter: Math.random() });
    if (this.#successor) this.#apply(this.#successor, { type: "tick", jitter: Math.random() });
    this.#promote();
  }

  get status(): Pick<Feed, "status" | "detail"> {
    const { phase, isWelcome, failures } = this.#current.state;
    if (phase === "open" && isWelcome) return { status: "connected", detail: null };
    if (this.#wanted.length === 0) return { status: "idle", detail: null };
    if (failures === 0) return { status: "connecting", detail: null };
    return { status: "reconnecting", detail: `Twitch chat did not answer ${failures} times in a row.` };
  }

  destroy(): void {
    this.#wanted = [];
    for (const link of [this.#current, this.#successor]) close(link?.socket ?? null);
    this.#current = { state: closedLink, socket: null };
    this.#successor = null;
  }

  #apply(link: Link, event: IrcLinkEvent): void {
    const before = hasJoined(link.state, this.#wanted);
    const { state, effects } = stepIrcLink(link.state, event, this.#wanted, Date.now());
    link.state = state;
    for (const effect of effects) this.#perform(link, effect);
    if (link === this.#current) this.#noteHearing(before, hasJoined(link.state, this.#wanted));
  }

  #perform(link: Link, effect: IrcLinkEffect): void {
    switch (effect.type) {
      case "connect":
        void this.#connect(link);
        return;
      case "send":
        send(link.socket, effect.line);
        return;
      case "close":
        close(link.socket);
        link.socket = null;
        return;
      case "renew":
        if (link === this.#current && !this.#successor) this.#successor = { state: closedLink, socket: null };
        return;
    }
  }

  async #connect(link: Link): Promise<void> {
    try {
      const response = await fetch(this.#options.url, { headers: { Upgrade: "websocket" }, signal: AbortSignal.timeout(10_000) });
      const socket = response.webSocket;
      if (!socket) throw new Error(`no socket: ${response.status}`);
      if (link.state.phase !== "connecting") {
        socket.accept();
        return close(socket);
      }
      link.socket = socket;
      socket.addEventListener("message", (event) => this.#hear(link, socket, event.data));
      socket.addEventListener("close", () => this.#lose(link, socket));
      socket.addEventListener("error", () => this.#lose(link, socket));
      socket.accept();
      this.#apply(link, { type: "opened", nick: `justinfan${10_000 + Math.floor(Math.random() * 80_000)}` });
    } catch (error) {
      console.warn(JSON.stringify({ event: "twitch_chat_unreachable", error: String(error) }));
      this.#apply(link, { type: "closed" });
    }
  }

  #lose(link: Link, socket: WebSocket): void {
    if (link.socket !== socket) return;
    link.socket = null;
    this.#apply(link, { type: "closed" });
    if (link === this.#successor) this.#successor = null;
    this.#promote();
  }

  #hear(link: Link, socket: WebSocket, data: unknown): void {
    if (link.socket !== socket) return;
    if (typeof data !== "string" || data.length > maxFrameChars) return this.#options.onBadFrame();
    this.#apply(link, { type: "heard" });
    for (const line of data.split("\r\n", maxLinesPerFrame)) {
      if (line === "") continue;
      const message = parseIrcMessage(line);
      if (!message) this.#options.onBadFrame();
      else if (message.params[0]?.startsWith("#")) this.#options.onMessage(message);
      else this.#apply(link, { type: "command", command: message.command, text: message.params.at(-1) ?? "" });
    }
    this.#promote();
  }

  /** The successor takes over once it hears everything, or at once when the old connection is gone. */
  #promote(): void {
    const successor = this.#successor;
    if (!successor) return;
    const isOldGone = this.#current.state.phase === "closed";
    if (!isOldGone && !hasJoined(successor.state, this.#wanted)) return;
    close(this.#current.socket);
    this.#current = successor;
    this.#successor = null;
    this.#noteHearing(false, hasJoined(successor.state, this.#wanted));
  }

  #noteHearing(before: boolean, after: boolean): void {
    if (this.#wanted.length === 0) this.#deafSinceMs = null;
    else if (before && !after && this.#current.state.phase === "closed") this.#deafSinceMs ??= Date.now();
    else if (after && this.#deafSinceMs !== null) {
      this.#options.onGap(this.#deafSinceMs, Date.now());
      this.#deafSinceMs = null;
    }
  }
}

function send(socket: WebSocket | null, line: string): void {
  try {
    socket?.send(`${line}\r\n`);
  } catch {
    // A socket that closed this moment; its close event brings the reconnection.
  }
}

function close(socket: WebSocket | null): void {
  try {
    socket?.close(1000, "done");
  } catch {
    // Closed already.
  }
}
