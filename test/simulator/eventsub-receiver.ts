// A web server that takes EventSub's deliveries, keeps them, and answers challenges as a test wants. It checks
// signatures by itself, so that simulator and product cannot be wrong together.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedEvent {
  readonly headers: IncomingHttpHeaders;
  readonly type: string;
  readonly text: string;
  readonly body: {
    readonly challenge?: string;
    readonly subscription: Record<string, unknown>;
    readonly event?: Record<string, unknown>;
  };
  readonly isSigned: boolean;
}

export interface EventSubReceiver {
  readonly url: string;
  readonly received: ReceivedEvent[];
  /** Those of one kind of message: `notification` and so on. */
  of(type: string): ReceivedEvent[];
  /** How a challenge is answered. */
  answer: (challenge: string) => { status: number; contentType: string; body: string };
  /** The statuses of the next answers to other messages; 204 when there are no more. */
  readonly statuses: number[];
  close(): Promise<void>;
}

export const SECRET = "a secret of the receiver";

export async function startEventSubReceiver(): Promise<EventSubReceiver> {
  const received: ReceivedEvent[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const body = JSON.parse(text) as ReceivedEvent["body"];
      const type = String(request.headers["twitch-eventsub-message-type"]);
      received.push({ headers: request.headers, type, text, body, isSigned: isSigned(request.headers, text) });
      if (body.challenge === undefined) return void response.writeHead(statuses.shift() ?? 204).end();
      const { status, contentType, body: said } = receiver.answer(body.challenge);
      response.writeHead(status, { "content-type": contentType }).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: EventSubReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/twitch`,
    received,
    of: (type) => received.filter((one) => one.type === type),
    answer: (challenge) => ({ status: 200, contentType: "text/plain", body: challenge }),
    statuses,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

function isSigned(headers: IncomingHttpHeaders, text: string): boolean {
  const told = Buffer.from(String(headers["twitch-eventsub-message-signature"]));
  const id = String(headers["twitch-eventsub-message-id"]);
  const time = String(headers["twitch-eventsub-message-timestamp"]);
  const right = Buffer.from(
    `sha256=${createHmac("sha256", SECRET)
      .update(id + time + text)
      .digest("hex")}`,
  );
  return told.length === right.length && timingSafeEqual(told, right);
}
