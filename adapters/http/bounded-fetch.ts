// The one way out for the Worker's requests: an answer may take only so long and be only so large, and leads nowhere else.
// Threat: who answers is broken or hostile, and every object has 128 MB and is shared. Bytes are counted as they pass,
// because a length that is announced may be a lie, and one that is not announced has no end.
import { AppError } from "#core/errors.ts";
import { isPrivateHost } from "#core/web-address.ts";
import type { OutboundLimit } from "./outbound-limits.ts";

/** Whatever was asked may have been done, except where it was `forbidden`. */
export type NoAnswerReason =
  | "unreachable"
  | "timed_out"
  /** The connection ended within the body. */
  | "cut_off"
  | "too_large"
  /** Not followed: it would carry a token to wherever it points, and repeat what must not be repeated. */
  | "redirected"
  /** Not asked: the address is not on the open web. */
  | "forbidden";

export class NoAnswerError extends AppError {
  readonly reason: NoAnswerReason;
  constructor(reason: NoAnswerReason, { pathname }: URL, options?: ErrorOptions) {
    super("platform_unavailable", `${pathname} ${sentences[reason]}.`, options);
    this.reason = reason;
  }
}

const sentences: Record<NoAnswerReason, string> = {
  unreachable: "did not answer",
  timed_out: "timed out",
  cut_off: "did not answer to the end",
  too_large: "answered with too much",
  redirected: "answered with another address",
  forbidden: "is at an address that is not asked",
};

/** The status is none of 300 to 399. The body fails with {@link NoAnswerError} beyond its limit. */
export interface BoundedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Gives the answer to `use`, and ends the connection once that is done with it. Throws {@link NoAnswerError} and what `use`
 * throws. For addresses of this deployment's own settings, which may be on a developer's machine.
 */
export async function boundedFetch<T>(
  limit: OutboundLimit,
  address: string | URL,
  init: RequestInit,
  use: (answer: BoundedAnswer) => Promise<T>,
): Promise<T> {
  const url = new URL(address);
  const end = new AbortController();
  // AbortSignal.timeout would go on after the answer, and keep the object that asked in memory until it fires.
  const timer = setTimeout(() => end.abort(new NoAnswerError("timed_out", url)), limit.withinMs);
  try {
    return await use(bounded(limit, url, await answerOf(url, { ...init, redirect: "manual", signal: end.signal })));
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

/**
 * As {@link boundedFetch}, for an address that a foreign answer names: on the open web and encrypted, or of one origin with
 * `ownUrl`, a setting of this deployment. What a name resolves to cannot be asked here; Workers reach no private network.
 */
export async function fetchNamed<T>(
  limit: OutboundLimit,
  address: string,
  ownUrl: string,
  use: (answer: BoundedAnswer) => Promise<T>,
): Promise<T> {
  const url = new URL(address);
  const isOpen = url.protocol === "https:" && !isPrivateHost(url.hostname);
  const isOwn = url.origin === new URL(ownUrl).origin;
  if (url.username !== "" || !(isOpen || isOwn)) throw new NoAnswerError("forbidden", url);
  return boundedFetch(limit, url, {}, use);
}

/** A redirect is an answer here, without its body. */
export type OpenAnswer = BoundedAnswer & {
  /** Where the answer points instead, absolute; null when it does not. */
  readonly location: string | null;
};

/**
 * As {@link boundedFetch}, with an answer whose body is still to come: the connection ends with the body, or when whoever
 * reads it cancels.
 */
export async function fetchOpen(limit: OutboundLimit, url: URL, init: RequestInit): Promise<OpenAnswer> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(new NoAnswerError("timed_out", url)), limit.withinMs);
  const close = () => {
    clearTimeout(timer);
    end.abort();
  };
  try {
    const answer = await answerOf(url, { ...init, redirect: "manual", signal: end.signal });
    const { status, headers } = answer;
    if (status >= 300 && status < 400) {
      close();
      return {
        status,
        headers,
        body: null,
        location: URL.parse(headers.get("location") ?? "", url.href)?.href ?? null,
      };
    }
    const { body } = bounded(limit, url, answer);
    if (!body) close();
    return { status, headers, body: body && endingWith(body, close), location: null };
  } catch (error) {
    close();
    throw error;
  }
}

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** As {@link boundedFetch}, with the body read. */
export function fetchWhole(limit: OutboundLimit, address: string | URL, init: RequestInit): Promise<WholeAnswer> {
  const read = async ({ status, headers, body }: BoundedAnswer) => ({ status, headers, bytes: await readAll(body) });
  return boundedFetch(limit, address, init, async (answer) =>
    read(answer).catch((cause: unknown) => {
      throw cause instanceof NoAnswerError ? cause : new NoAnswerError("cut_off", new URL(address), { cause });
    }),
  );
}

/** As a `fetch`, for libraries that make their own requests. */
export function fetchWithin(limit: OutboundLimit): (address: string, init: RequestInit) => Promise<Response> {
  return async (address, init) => {
    const { status, headers, bytes } = await fetchWhole(limit, address, init);
    const type = headers.get("content-type") ?? "";
    // Its other headers speak of the body as it was packed on the way.
    return new Response(bytes.length > 0 ? bytes : null, { status, headers: { "content-type": type } });
  };
}

export async function readAll(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function endingWith(body: ReadableStream<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await reader.read();
        if (!next.done) return controller.enqueue(next.value);
        close();
        controller.close();
      } catch (error) {
        close();
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => undefined);
      close();
    },
  });
}

async function answerOf(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof NoAnswerError) throw cause;
    const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
    throw new NoAnswerError(isLate ? "timed_out" : "unreachable", url, { cause });
  }
}

function bounded({ maxBytes }: OutboundLimit, url: URL, { status, headers, body }: Response): BoundedAnswer {
  if (status >= 300 && status < 400) throw new NoAnswerError("redirected", url);
  if (Number(headers.get("content-length") ?? 0) > maxBytes) throw new NoAnswerError("too_large", url);
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new NoAnswerError("too_large", url);
      controller.enqueue(chunk);
    },
  });
  return { status, headers, body: body && body.pipeThrough(counter) };
}
