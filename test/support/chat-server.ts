// A chat server in the test's own hands, at the other end of every socket that is opened while it stands.
import { vi } from "vitest";

export interface ChatConnection {
  /** Lines as the client sent them. */
  readonly heard: string[];
  send(...lines: string[]): void;
  sendBytes(bytes: Uint8Array): void;
  drop(): void;
  isOpen(): boolean;
}

export interface ChatServer {
  readonly connections: ChatConnection[];
  /** How the next handshake is answered: `confirm` also confirms joins. */
  manner: "confirm" | "welcome" | "silent" | "refuse";
}

export function startChatServer(): ChatServer {
  const server: ChatServer = { connections: [], manner: "confirm" };
  vi.spyOn(globalThis, "fetch").mockImplementation(() => {
    if (server.manner === "refuse") return Promise.resolve(new Response("no", { status: 503 }));
    const { 0: theirs, 1: ours } = new WebSocketPair();
    server.connections.push(accept(ours, server.manner));
    return Promise.resolve(new Response(null, { status: 101, webSocket: theirs }));
  });
  return server;
}

function accept(socket: WebSocket, manner: ChatServer["manner"]): ChatConnection {
  const heard: string[] = [];
  let isOpen = true;
  const send = (...lines: string[]) => socket.send(lines.map((line) => `${line}\r\n`).join(""));
  socket.addEventListener("close", () => {
    isOpen = false;
  });
  socket.addEventListener("message", ({ data }) => {
    for (const line of String(data).split("\r\n").filter(Boolean)) {
      heard.push(line);
      if (line.startsWith("NICK") && manner !== "silent") send(":tmi.twitch.tv 001 justinfan :Welcome, GLHF!");
      if (line.startsWith("JOIN") && manner === "confirm") send(...joined(line.slice(5)));
    }
  });
  socket.accept();
  return {
    heard,
    send,
    sendBytes: (bytes) => socket.send(bytes),
    drop: () => socket.close(1011, "gone"),
    isOpen: () => isOpen,
  };
}

/** What Twitch says to a reader that has joined. */
export function joined(channels: string): string[] {
  return channels.split(",").map((channel) => `:justinfan!justinfan@justinfan.tmi.twitch.tv JOIN ${channel}`);
}

export function said(id: string, channel = "neon"): string {
  return `@id=${id};room-id=1;user-id=2;tmi-sent-ts=${Date.now()} :a!a@a.tmi.twitch.tv PRIVMSG #${channel} :hello`;
}
