// A channel of which nobody asks a platform, and its watch page as the monitor sees it: the listener's part is played by
// the test, and so is the page's.
import { env } from "cloudflare:workers";
import type { Channel } from "#core/channel/channel.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import { type ServerMessage, serverMessageSchema } from "#core/live/live-message.ts";
import { until } from "./demo-world.ts";
import { workspaceStub } from "./object-stubs.ts";
import type { Visitor } from "./site.ts";

let lastId = 500_000;

export async function addedChannel(): Promise<Channel & { listener: string }> {
  const channelId = String(++lastId);
  const channel = { platform: "kick", channelId, login: `c${channelId}`, displayName: `c${channelId}` } as const;
  return workspaceStub(env).addChannel(channel);
}

const startedAtMs = () => Math.floor(Date.now() / 1000) * 1000 - 600_000;
export const goesLive = (atMs = Date.now()): ListenerReport => ({
  type: "live",
  report: { type: "live", atMs, streamId: null, startedAtMs: startedAtMs(), title: "Evening", viewerCount: 12 },
});
export const goesOffline = (atMs = Date.now()): ListenerReport => ({ type: "live", report: { type: "offline", atMs } });

export function found(id: string, peakMs = Date.now()): ListenerReport {
  const trigger = {
    type: "keyword",
    atMs: peakMs,
    windowSeconds: 10,
    value: 5,
    baseline: null,
    ratio: null,
    unit: "messages",
    term: "clip",
  } as const;
  const moment = {
    onsetMs: peakMs - 5000,
    peakMs,
    detectedMs: peakMs + 1000,
    score: 0.9,
    profile: "seed",
    explanation: "Five.",
    viewerCount: 12,
    triggers: [trigger],
  } as const;
  return { type: "moment", id, moment: { ...moment, triggers: [trigger] } };
}

export interface WatchPage {
  readonly messages: ServerMessage[];
  next<Type extends ServerMessage["type"]>(type: Type): Promise<Extract<ServerMessage, { type: Type }>>;
  send(message: unknown): void;
  readonly socket: WebSocket;
  /** With which code the server has closed it; null while it is open. */
  readonly closed: () => number | null;
}

export function connectPage(who: Visitor, key: string, headers: Record<string, string> = {}, pageId = "page-0001") {
  const path = `/parties/channel-monitor/${key}?page_id=${pageId}`;
  return who.request("GET", path, undefined, { upgrade: "websocket", ...headers });
}

export async function openPage(who: Visitor, channel: Channel, pageId = "page-0001"): Promise<WatchPage> {
  const { webSocket } = await connectPage(who, `${channel.platform}:${channel.channelId}`, {}, pageId);
  if (!webSocket) throw new Error("no socket");
  const messages: ServerMessage[] = [];
  let read = 0;
  let closedWith: number | null = null;
  webSocket.addEventListener("close", ({ code }) => void (closedWith = code));
  webSocket.addEventListener("message", ({ data }) => {
    if (data !== "pong") messages.push(serverMessageSchema.parse(JSON.parse(String(data))));
  });
  webSocket.accept();
  return {
    messages,
    socket: webSocket,
    closed: () => closedWith,
    send: (message) => webSocket.send(typeof message === "string" ? message : JSON.stringify(message)),
    async next(type) {
      const at = await until(
        () => messages.findIndex((message, i) => i >= read && message.type === type) + 1 || null,
        `a message "${type}"`,
      );
      read = at;
      return messages[at - 1] as never;
    },
  };
}
