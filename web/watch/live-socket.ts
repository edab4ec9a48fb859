// The live connection of the page: reconnects by itself, gives parsed messages, drops what it does not understand.
import { PartySocket } from "partysocket";
import { serverMessageSchema, type PageMessage, type ServerMessage } from "#core/live/live-message.ts";

export type Connection = "connecting" | "open" | "lost";

export interface LiveSocket {
  /** Sends if the connection is open. A recorder's report is stale in seconds, so nothing is queued. */
  send(message: PageMessage): void;
  destroy(): void;
}

interface Options {
  readonly channelKey: string;
  readonly pageId: string;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onConnection: (connection: Connection) => void;
  /** The connection failed this often in a row; the reason may be that the session has ended. */
  readonly onRepeatedFailure: () => void;
}

const failuresToReport = 3;

export function openLiveSocket(options: Options): LiveSocket {
  let failures = 0;
  const socket = new PartySocket({
    host: location.host,
    protocol: location.protocol === "https:" ? "wss" : "ws",
    party: "channel-monitor",
    room: options.channelKey,
    query: { page_id: options.pageId },
    maxEnqueuedMessages: 0,
    disableNameValidation: true,
  });
  socket.addEventListener("open", () => {
    failures = 0;
    options.onConnection("open");
  });
  socket.addEventListener("close", () => {
    options.onConnection("lost");
    failures += 1;
    if (failures % failuresToReport === 0) options.onRepeatedFailure();
  });
  socket.addEventListener("message", (event: MessageEvent) => {
    const message = parse(event.data);
    if (message) options.onMessage(message);
    else console.warn("The live connection sent a message this page does not understand.");
  });
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    destroy: () => socket.close(),
  };
}

function parse(data: unknown): ServerMessage | null {
  if (typeof data !== "string") return null;
  try {
    return serverMessageSchema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
