// One bounded download: it ends in time, never grows past a limit, and tries again a few times.
import pRetry from "p-retry";
import { streamRequest } from "../stream-request.ts";
import type { ByteRange } from "#core/recording/playlist.ts";

export interface DownloadOptions {
  readonly byteRange?: ByteRange | null;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly tries: number;
  /** No try begins later than this after the first. Default: none is too late. */
  readonly againWithinMs?: number;
  readonly signal: AbortSignal;
}

export interface Downloaded {
  readonly bytes: ArrayBuffer;
  /** After redirects. */
  readonly address: string;
}

/** `status` is the HTTP status of the answer, null when none came, or not whole, or not in time. */
export class DownloadError extends Error {
  readonly status: number | null;
  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = "DownloadError";
    this.status = status;
  }
}

const firstPauseMs = 400;

/** Throws {@link DownloadError}, or the signal's reason as soon as it is aborted. */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded> {
  return pRetry(() => once(address, options), {
    retries: options.tries - 1,
    minTimeout: firstPauseMs,
    maxRetryTime: options.againWithinMs ?? Number.POSITIVE_INFINITY,
    signal: options.signal,
    shouldRetry: ({ error }) => error instanceof DownloadError && mayPass(error),
  });
}

/** What is refused or gone stays so; asking again only delays the next segment. */
function mayPass({ status }: DownloadError): boolean {
  return status === null || status >= 500 || status === 429;
}

async function once(address: string, { byteRange, timeoutMs, maxBytes, signal }: DownloadOptions): Promise<Downloaded> {
  const headers = byteRange
    ? { range: `bytes=${byteRange.offset}-${byteRange.offset + byteRange.length - 1}` }
    : undefined;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const asked = await streamRequest(address);
    const answer = await fetch(asked.address, {
      signal: AbortSignal.any([signal, late.signal]),
      cache: "no-store",
      credentials: asked.credentials,
      ...(headers && { headers }),
    });
    if (!answer.ok) throw new DownloadError(`The server answered with ${answer.status}.`, answer.status);
    if (byteRange && answer.status !== 206) throw new DownloadError("The server ignores byte ranges.", 416);
    return { bytes: await readBounded(answer, maxBytes), address: answer.url };
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError("The server did not answer in time.", null, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function readBounded(answer: Response, maxBytes: number): Promise<ArrayBuffer> {
  if (answer.body === null) return new ArrayBuffer(0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = answer.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      throw new DownloadError("The answer is larger than any segment.", 413);
    }
    chunks.push(next.value);
  }
  return new Blob(chunks).arrayBuffer();
}
