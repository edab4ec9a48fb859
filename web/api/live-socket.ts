// A live connection of a page: reconnects by itself, gives parsed messages, drops what it does not understand.
import ReconnectingSocket from "partysocket/ws";
import type { z } from "zod";
import { parseJson } from "#core/text/parse-json.ts";

export type Connection = "connecting" | "open" | "lost";

/** `Out`: what the page may say. */
export interface LiveSocket<Out> {
  /** Sends if the connection is open. What a page reports is stale in seconds, so nothing is queued. */
  send(message: Out): void;
  /** Tries again now instead of at the end of a growing pause. */
  reconnect(): void;
  destroy(): void;
}

interface Options<In> {
  readonly party: string;
  readonly room: string;
  readonly pageId: string;
  readonly schema: z.ZodType<In>;
  readonly onMessage: (message: In) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Three times in a row nothing came, also where the socket opened and was closed; the session may have ended. */
  readonly onRepeatedFailure: () => void;
}

/** A socket that opens proves nothing: the server refuses a page by closing it. A message that is understood does. */
const failuresToReport = 3;

export function openLiveSocket<In, Out = never>(options: Options<In>): LiveSocket<Out> {
  let failures = 0;
  const address = new URL(`/parties/${options.party}/${options.room}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss" : "ws";
  address.searchParams.set("page_id", options.pageId);
  const socket = new ReconnectingSocket(address.href, [], { maxEnqueuedMessages: 0 });
  socket.addEventListener("open", () => {
    options.onConnection("open");
  });
  socket.addEventListener("close", () => {
    options.onConnection("lost");
    failures += 1;
    if (failures % failuresToReport === 0) options.onRepeatedFailure();
  });
  socket.addEventListener("message", (event: MessageEvent) => {
    const message = options.schema.safeParse(parseJson(String(event.data))).data;
    if (message) {
      failures = 0;
      options.onMessage(message);
    } else console.warn("The live connection sent a message this page does not understand.");
  });
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    reconnect: () => socket.reconnect(),
    destroy: () => socket.close(),
  };
}
