// A page's live socket without the page: what the server tells, with the time it was told.
import WebSocket from "ws";
import { type ServerMessage, serverMessageSchema } from "#core/live/live-message.ts";

export interface PageSocket {
  readonly heard: readonly { readonly atMs: number; readonly message: ServerMessage }[];
  close(): void;
}

export async function openPageSocket(origin: string, channelKey: string, cookie: string): Promise<PageSocket> {
  const address = `${origin.replace(/^http/, "ws")}/parties/channel-monitor/${channelKey}?page_id=${crypto.randomUUID()}`;
  const socket = new WebSocket(address, { headers: { origin, cookie } });
  const heard: { atMs: number; message: ServerMessage }[] = [];
  socket.on("message", (data) => {
    const message = serverMessageSchema.safeParse(JSON.parse(String(data)));
    if (message.success) heard.push({ atMs: Date.now(), message: message.data });
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return { heard, close: () => socket.close() };
}
