// The live sockets of the pages without the pages: what the server tells, with the time it was told.
import WebSocket from "ws";
import type { z } from "zod";
import { boardMessageSchema, type BoardMessage } from "#core/live/board-message.ts";
import { type ServerMessage, serverMessageSchema } from "#core/live/live-message.ts";

export interface HeardSocket<Message> {
  readonly heard: readonly { readonly atMs: number; readonly message: Message }[];
  close(): void;
}

export type PageSocket = HeardSocket<ServerMessage>;
export type DashboardSocket = HeardSocket<BoardMessage>;

export function openPageSocket(origin: string, channelKey: string, cookie: string): Promise<PageSocket> {
  return open(origin, `/parties/channel-monitor/${channelKey}`, cookie, serverMessageSchema);
}

export function openDashboardSocket(origin: string, cookie: string): Promise<DashboardSocket> {
  return open(origin, "/parties/workspace/workspace", cookie, boardMessageSchema);
}

async function open<Message>(
  origin: string,
  path: string,
  cookie: string,
  schema: z.ZodType<Message>,
): Promise<HeardSocket<Message>> {
  const address = `${origin.replace(/^http/, "ws")}${path}?page_id=${crypto.randomUUID()}`;
  const socket = new WebSocket(address, { headers: { origin, cookie } });
  const heard: { atMs: number; message: Message }[] = [];
  socket.on("message", (data) => {
    const atMs = Date.now();
    const message = schema.safeParse(JSON.parse(String(data)));
    if (message.success) heard.push({ atMs, message: message.data });
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return { heard, close: () => socket.close() };
}
