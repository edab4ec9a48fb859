// Stands between the Worker and the platforms, sees every request, and lets a test stop the world at one of them.
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `arrived`: the platform has not seen the request. `handled`: the platform has done it, and its answer is withheld.
 * `answered`: the answer has been sent, and nobody knows what became of it.
 */
export const gatePhases = ["arrived", "handled", "answered"] as const;
export type GatePhase = (typeof gatePhases)[number];

export interface RequestGate {
  readonly url: string;
  /** Method and path of what has passed since the last {@link RequestGate.forget}, oldest first. */
  readonly seen: readonly string[];
  forget(): void;
  /** Calls `stop` once, at this phase of the request at this place among those seen from now on, counted from 0. */
  stopAt(place: number, phase: GatePhase, stop: () => void): void;
  close(): Promise<void>;
}

/** `counts` says which requests matter; the others pass unseen. */
export async function openRequestGate(target: string, counts: (name: string) => boolean): Promise<RequestGate> {
  const seen: string[] = [];
  let stop: { place: number; phase: GatePhase; run: () => void } | null = null;
  const server = createServer((incoming, outgoing) => {
    const name = `${incoming.method} ${(incoming.url ?? "").split("?")[0]}`;
    const place = counts(name) ? seen.push(name) - 1 : -1;
    const isHere = (phase: GatePhase) => stop !== null && stop.place === place && stop.phase === phase;
    const halt = () => {
      stop?.run();
      stop = null;
      outgoing.destroy();
    };
    if (isHere("arrived")) return halt();
    pass(
      new URL(incoming.url ?? "/", target),
      incoming,
      (answer, body) => {
        if (isHere("handled")) return halt();
        // Addresses in an answer lead here too, so that what is fetched from them is seen.
        const isText = /json|text/.test(answer.headers["content-type"] ?? "");
        const sent = isText ? Buffer.from(body.toString().replaceAll(target, url)) : body;
        const { "transfer-encoding": _chunks, ...rest } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, { ...rest, "content-length": sent.length });
        outgoing.end(sent, () => {
          if (isHere("answered")) halt();
        });
      },
      outgoing,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    forget: () => void (seen.length = 0),
    stopAt(place, phase, run) {
      seen.length = 0;
      stop = { place, phase, run };
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function pass(
  url: URL,
  incoming: IncomingMessage,
  answered: (answer: IncomingMessage, body: Buffer) => void,
  outgoing: ServerResponse,
): void {
  const headers = { ...incoming.headers, host: url.host };
  const onward = forward(url, { method: incoming.method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("end", () => answered(answer, Buffer.concat(chunks)));
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
