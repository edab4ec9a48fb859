// One way to ask the server: sends JSON, parses the answer, and turns every failure into an ApiError.
import { z } from "zod";
import { errorKinds, type AppErrorCode } from "#core/errors.ts";
import { parseJson } from "#core/text/parse-json.ts";

/** `unreachable`: no answer came at all. `unexpected`: an answer this page does not understand. */
export type ApiErrorCode = AppErrorCode | "internal" | "unreachable" | "unexpected";

/** A failed request; its message is a sentence for a person. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode, message: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }

  /** Whether the server has said no for good, so that asking again gives the same answer. */
  get isRefusal(): boolean {
    return isInCatalogue(this.code) && errorKinds[this.code].queue === "ack";
  }
}

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A Blob is sent as it is, under its own type; anything else as JSON. */
  readonly body?: unknown;
  /** The reason of an aborted signal is thrown instead of an {@link ApiError}. */
  readonly signal?: AbortSignal;
  /** How long the whole answer may take. Default 20 s: longer than the server takes for anything small. */
  readonly timeoutMs?: number;
  /** Lets the request outlive a page that is being closed. */
  readonly keepalive?: boolean;
}

const defaultTimeoutMs = 20_000;
const errorBodySchema = z.object({ error: z.object({ code: z.string().max(60), message: z.string().max(1000) }) });

/** An answer without a body. */
export const nothing = z.undefined();

/**
 * Asks `path` and parses the answer with `schema`.
 * Throws {@link ApiError}. A visitor whose session has ended is sent to sign in and comes back to this page.
 */
export async function request<T>(path: string, schema: z.ZodType<T>, ask: Ask = {}): Promise<T> {
  const { status, isOk, text } = await send(path, ask);
  const body = status === 204 ? undefined : (parseJson(text) ?? null);
  if (!isOk) throw failure(status, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError("unexpected", "The server answered in a way this page does not understand. Reloading may help.");
}

async function send(path: string, ask: Ask): Promise<{ status: number; isOk: boolean; text: string }> {
  const { method = "GET", body, signal, timeoutMs = defaultTimeoutMs, keepalive = false } = ask;
  const inTime = AbortSignal.timeout(timeoutMs);
  const isJson = body !== undefined && !(body instanceof Blob);
  try {
    const answer = await fetch(path, {
      method,
      headers: { accept: "application/json", ...(isJson && { "content-type": "application/json" }) },
      body: isJson ? JSON.stringify(body) : (body ?? null),
      signal: signal ? AbortSignal.any([signal, inTime]) : inTime,
      keepalive,
    });
    return { status: answer.status, isOk: answer.ok, text: await answer.text() };
  } catch {
    signal?.throwIfAborted();
    throw new ApiError("unreachable", "The server cannot be reached. Is the network up?");
  }
}

function failure(status: number, body: unknown): ApiError {
  if (status === 401) location.assign(`/sign-in?return_to=${encodeURIComponent(location.pathname)}`);
  const told = errorBodySchema.safeParse(body).data?.error;
  if (told === undefined) return new ApiError("unexpected", `The server answered with ${status}. Please try again.`);
  return new ApiError(isKnown(told.code) ? told.code : "unexpected", told.message);
}

function isKnown(code: string): code is AppErrorCode | "internal" {
  return code === "internal" || isInCatalogue(code);
}

function isInCatalogue(code: string): code is AppErrorCode {
  return Object.hasOwn(errorKinds, code);
}

/** The sentence in the body of a failed answer. */
export function errorSentence(text: string): string | null {
  return errorBodySchema.safeParse(parseJson(text)).data?.error.message ?? null;
}

/** The sentence to show for whatever was caught. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something unexpected went wrong. Reloading the page may help.";
}
