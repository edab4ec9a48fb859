// Speaks Neon's protocol over HTTP (`/sql`) in front of a Postgres wire server, so that the product uses the same driver and the
// same code as against Neon.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { neonQuery, type NeonAnswer } from "./neon-query.ts";

const host = "127.0.0.1";
const maxBodyBytes = 64 * 1024 * 1024;

export interface NeonProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** `port` 0 takes any free one. */
export async function startNeonProxy(options: { upstreamPort: number; port: number }): Promise<NeonProxy> {
  const upstream = { host, port: options.upstreamPort };
  const server = createServer((request, response) => {
    void answer(request, upstream)
      .catch((error: unknown): NeonAnswer => ({ status: 400, body: { message: String(error) } }))
      .then(({ status, body }) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, upstream: { host: string; port: number }): Promise<NeonAnswer> {
  const { headers } = request;
  const connectionString = headers["neon-connection-string"];
  if (request.method !== "POST" || !request.url?.startsWith("/sql") || typeof connectionString !== "string") {
    return { status: 400, body: { message: "Only POST /sql with a Neon-Connection-String is answered here." } };
  }
  return neonQuery(
    {
      body: JSON.parse(await text(request)) as unknown,
      connectionString,
      isolation: headers["neon-batch-isolation-level"]?.toString(),
      readOnly: headers["neon-batch-read-only"] === "true",
      deferrable: headers["neon-batch-deferrable"] === "true",
    },
    upstream,
  );
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error("the request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
