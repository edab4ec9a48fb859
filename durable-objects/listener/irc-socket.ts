// A WebSocket to an IRC gateway: asked for within a time, and nothing that is sent to a socket which is just closing throws.
import { connectTimeoutMs } from "#core/listener/irc-link.ts";

/** The time limit is for the answer alone: a signal that fires later would cut the open socket. */
export async function openSocket(url: string): Promise<WebSocket> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), connectTimeoutMs);
  try {
    const response = await fetch(url, { headers: { Upgrade: "websocket" }, signal: giveUp.signal });
    if (response.webSocket) return response.webSocket;
    await response.body?.cancel();
    throw new Error(`no socket: ${response.status}`);
  } finally {
    clearTimeout(timer);
  }
}

export function sendLine(socket: WebSocket | null, line: string): void {
  try {
    socket?.send(`${line}\r\n`);
  } catch {
    // A socket that closed this moment; its close event brings the reconnection.
  }
}

export function closeSocket(socket: WebSocket | null): void {
  try {
    socket?.close(1000, "done");
  } catch {
    // Closed already.
  }
}
