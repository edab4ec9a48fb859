// Reads what is sent to us, within limits: what a request claims is refused before anything is read, and what it sends
// beyond that is not taken.
import type { MiddlewareHandler } from "hono";
import { AppError } from "#core/errors.ts";

/** The most bytes of each kind of body that routes take. A part of an upload has exactly the length that was planned. */
export const maxBodyBytes = {
  /** The longest lists of a channel's settings are some 130 KB. */
  json: 256 * 1024,
  /** Above the largest event of either platform by far. */
  webhook: 128 * 1024,
  poster: 512 * 1024,
} as const;

/** Throws `payload_too_large` as soon as that is known, with the rest of the body unread. */
export async function readBody(request: Request, kind: keyof typeof maxBodyBytes): Promise<Uint8Array<ArrayBuffer>> {
  const most = maxBodyBytes[kind];
  if (Number(request.headers.get("content-length") ?? 0) > most) throw new AppError("payload_too_large");
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > most) throw new AppError("payload_too_large");
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** Hands the body on as a stream of exactly this many bytes to `use`, without holding it. Throws `bad_request`. */
export async function passExactly<T>(
  request: Request,
  bytes: number,
  use: (body: ReadableStream<Uint8Array>) => Promise<T>,
): Promise<T> {
  const claimed = Number(request.headers.get("content-length") ?? bytes);
  if (claimed !== bytes) throw new AppError("bad_request", `This part has ${bytes} bytes, not ${claimed}.`);
  if (!request.body) throw new AppError("bad_request", `This part has ${bytes} bytes, not 0.`);
  const { readable, writable } = new FixedLengthStream(bytes);
  // It ends in an error when more or fewer bytes come, and so does whoever reads it.
  const [used, passed] = await Promise.allSettled([use(readable), request.body.pipeTo(writable)]);
  if (passed.status === "rejected")
    throw new AppError("bad_request", `This part has ${bytes} bytes, and others came.`, { cause: passed.reason });
  if (used.status === "rejected") throw used.reason;
  return used.value;
}

/** Before a JSON body is parsed. */
export const boundedJson: MiddlewareHandler = async (context, next) => {
  const { raw } = context.req;
  if (raw.body && raw.headers.get("content-type")?.includes("json"))
    context.req.raw = new Request(raw, { method: raw.method, body: await readBody(raw, "json") });
  await next();
};
