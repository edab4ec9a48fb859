// Requests and answers of all services on one port, found by the start of the path.
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Ask {
  readonly method: string;
  /** Within the service, beginning with a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The connection ends in the middle of the body. */
  readonly isCut?: boolean;
}

/** Answers with `"leave"` when the connection is no longer the router's: it hangs or was cut on purpose. */
export type Serve = (ask: Ask, request: IncomingMessage) => Promise<Answer | "leave"> | Answer | "leave";

export interface Mount {
  /** Without a slash at the end. The first mount whose prefix fits serves the request. */
  readonly prefix: string;
  readonly serve: Serve;
}

/** Largest request body that is read; the platforms' requests are far smaller. */
const MAX_BODY_BYTES = 1_000_000;

export async function route(
  mounts: readonly Mount[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator");
  const mount = mounts.find(({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
  if (mount === undefined) return send(response, text(404, "nothing here"));
  const body = await readBody(request);
  if (body === null) return send(response, text(413, "too large"));
  const path = url.pathname.slice(mount.prefix.length) || "/";
  const ask = { method: request.method ?? "GET", path, query: url.searchParams, headers: request.headers, body };
  const answer = await mount.serve(ask, request);
  if (answer !== "leave") send(response, answer);
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

export function text(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

export function redirect(location: URL): Answer {
  return { status: 302, headers: { location: location.href } };
}

/** The fields of a form-encoded body with those of the query beneath: both platforms take either. */
export function formOf(ask: Ask): URLSearchParams {
  const form = new URLSearchParams(ask.query);
  for (const [name, value] of new URLSearchParams(ask.body)) form.set(name, value);
  return form;
}

/** The token of an Authorization header, whichever of the given schemes it uses; null without one. */
export function tokenOf(ask: Ask, ...schemes: readonly string[]): string | null {
  const [scheme, token] = (ask.headers.authorization ?? "").split(" ");
  return token && schemes.some((known) => known.toLowerCase() === scheme?.toLowerCase()) ? token : null;
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.isCut) {
    const bytes = Buffer.from(answer.body ?? "");
    response.writeHead(answer.status, { ...answer.headers, "content-length": String(bytes.length) });
    // Only what has left for certain can be cut off.
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.writeHead(answer.status, { ...answer.headers });
  response.end(answer.body);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
