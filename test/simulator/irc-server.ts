// Twitch's chat server over WebSocket, for anonymous readers.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Parcel } from "./delivery.ts";
import type { Surroundings } from "./guarded.ts";
import { joined, parted, privmsg, roomstate, usernotice, welcome } from "./irc-format.ts";
import type { ScriptedChannel } from "./world.ts";

export interface IrcServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends a channel's news to everybody who joined it, several lines a frame. */
  deliver(channel: ScriptedChannel, parcel: Parcel): void;
  /** Sends lines as they are to every connection, joined or not. */
  sendRaw(lines: readonly string[]): void;
  /** Cuts every connection without a closing handshake; returns how many there were. */
  dropAll(): number;
  connections(): number;
  close(): void;
}

interface Reader {
  readonly socket: WebSocket;
  readonly caps: Set<string>;
  nick: string | null;
  readonly channels: Set<string>;
  joinTimes: number[];
  isAnswering: boolean;
}

/** 20 joins in 10 s, and as many tries to sign in; who exceeds either is disconnected. */
const LIMIT = 20;
const LIMIT_WINDOW_MS = 10_000;
/** Twitch asks about every five minutes whether a reader is still there. */
const PING_MS = 270_000;

export function createIrcServer(
  around: Surroundings,
  channelByLogin: (login: string) => ScriptedChannel | undefined,
  pingMs = PING_MS,
): IrcServer {
  const { nowMs, log, failures } = around;
  const server = new WebSocketServer({ noServer: true });
  const readers = new Set<Reader>();
  let signInTimes: number[] = [];

  const isWithinLimit = (times: number[]) => {
    const recent = times.filter((atMs) => atMs > nowMs() - LIMIT_WINDOW_MS);
    return { recent: [...recent, nowMs()], isAllowed: recent.length < LIMIT };
  };

  const commands: Record<string, (reader: Reader, params: string[]) => void> = {
    CAP(reader, [verb, ...caps]) {
      if (verb !== "REQ") return;
      for (const cap of caps.join(" ").split(" ")) reader.caps.add(cap);
      send(reader, [`:tmi.twitch.tv CAP * ACK :${caps.join(" ")}`]);
    },
    NICK(reader, [nick = ""]) {
      const { recent, isAllowed } = isWithinLimit(signInTimes);
      signInTimes = recent;
      log.add("irc NICK");
      if (!isAllowed) return reader.socket.close();
      // Only anonymous readers: the product signs in to chat by other means.
      if (!/^justinfan\d+$/i.test(nick)) {
        send(reader, [":tmi.twitch.tv NOTICE * :Login authentication failed"]);
        return reader.socket.close();
      }
      reader.nick = nick.toLowerCase();
      send(reader, welcome(reader.nick));
    },
    JOIN(reader, [list = ""]) {
      for (const name of list.split(",").slice(0, 100)) {
        const login = name.replace(/^#/, "").toLowerCase();
        log.add(`irc JOIN ${login}`);
        const { recent, isAllowed } = isWithinLimit(reader.joinTimes);
        reader.joinTimes = recent;
        if (!isAllowed) return reader.socket.close();
        const channel = channelByLogin(login);
        // Twitch says nothing at all about a channel that does not exist.
        if (channel === undefined || reader.nick === null) continue;
        reader.channels.add(login);
        const state = reader.caps.has("twitch.tv/commands")
          ? [roomstate(channel, reader.caps.has("twitch.tv/tags"))]
          : [];
        send(reader, [...joined(reader.nick, login), ...state]);
      }
    },
    PART(reader, [list = ""]) {
      for (const name of list.split(",").slice(0, 100)) {
        const login = name.replace(/^#/, "").toLowerCase();
        log.add(`irc PART ${login}`);
        if (reader.channels.delete(login) && reader.nick !== null) send(reader, [parted(reader.nick, login)]);
      }
    },
    PING: (reader, params) => send(reader, [`:tmi.twitch.tv PONG tmi.twitch.tv${params[0] ? ` :${params[0]}` : ""}`]),
    PONG: (reader) => void (reader.isAnswering = true),
  };

  const welcomeReader = (socket: WebSocket, failure: ReturnType<typeof failures.take>) => {
    log.add("irc CONNECT");
    const reader: Reader = {
      socket,
      caps: new Set(),
      nick: null,
      channels: new Set(),
      joinTimes: [],
      isAnswering: true,
    };
    readers.add(reader);
    socket.on("close", () => readers.delete(reader));
    socket.on("error", () => socket.terminate());
    if (failure === "drop") return socket.terminate();
    if (failure === "hang") return;
    if (failure === "garbage") socket.send("\u0001\u0002not chat at all\r\n:::\r\n@=;= \r\n");
    socket.on("message", (data) => {
      for (const line of String(data).split(/\r?\n/).slice(0, 200)) {
        const { command, params } = parseLine(line);
        if (Object.hasOwn(commands, command)) commands[command]?.(reader, params);
      }
    });
  };

  const pings = setInterval(() => {
    for (const reader of readers) {
      if (!reader.isAnswering) reader.socket.terminate();
      reader.isAnswering = false;
      send(reader, ["PING :tmi.twitch.tv"]);
    }
  }, pingMs);

  return {
    upgrade(request, socket, head) {
      const failure = failures.take("irc");
      if (failure !== null && /^\d+$/.test(failure)) {
        log.add("irc CONNECT");
        socket.end(`HTTP/1.1 ${failure} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => welcomeReader(client, failure));
    },
    deliver(channel, { messages, alerts }) {
      for (const reader of readers) {
        if (!reader.channels.has(channel.login)) continue;
        const tags = reader.caps.has("twitch.tv/tags");
        const notices = reader.caps.has("twitch.tv/commands")
          ? alerts.flatMap((alert) => usernotice(channel, alert, tags) ?? [])
          : [];
        send(reader, [...messages.map((message) => privmsg(channel, message, tags)), ...notices]);
      }
    },
    sendRaw: (lines) => readers.forEach((reader) => send(reader, lines)),
    dropAll() {
      const dropped = readers.size;
      for (const reader of readers) reader.socket.terminate();
      return dropped;
    },
    connections: () => readers.size,
    close() {
      clearInterval(pings);
      for (const reader of readers) reader.socket.terminate();
      server.close();
    },
  };
}

function send(reader: Reader, lines: readonly string[]): void {
  if (lines.length > 0 && reader.socket.readyState === WebSocket.OPEN) reader.socket.send(`${lines.join("\r\n")}\r\n`);
}

/** `COMMAND a b :the rest`; clients send neither tags nor a prefix worth reading. */
function parseLine(line: string): { command: string; params: string[] } {
  const split = line.indexOf(" :");
  const words = (split < 0 ? line : line.slice(0, split)).split(" ").filter((word) => word !== "");
  const [command = "", ...params] = words;
  return { command: command.toUpperCase(), params: split < 0 ? params : [...params, line.slice(split + 2)] };
}
