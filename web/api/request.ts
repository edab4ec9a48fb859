// One way to ask the server: sends JSON, parses the answer, and turns every failure into an ApiError.
import { z } from "zod";
import { errorKinds, type AppErrorCode } from "#core/errors.ts";

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
}

interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const errorBodySchema = z.object({ error: z.object({ code: z.string().max(60), message: z.string().max(1000) }) });

/** An answer without a body. */
export const nothing = z.undefined();

/**
 * Asks `path` and parses the answer with `schema`.
 * Throws {@link ApiError}. A visitor whose session has ended is sent to sign in and comes back to this page.
 */
export async function request<T>(path: string, schema: z.ZodType<T>, ask: Ask = {}): Promise<T> {
  const answer = await send(path, ask);
  if (!answer.ok) throw await failure(answer);
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => null);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError("unexpected", "The server answered in a way this page does not understand. Reloading may help.");
}

async function send(path: string, { method = "GET", body, signal }: Ask): Promise<Response> {
  const init: RequestInit = { method, headers: { accept: "application/json" } };
  if (signal !== undefined) init.signal = signal;
  if (body !== undefined) {
    init.headers = { accept: "application/json", "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("unreachable", "The server cannot be reached. Is the network up?");
  }
}

async function failure(answer: Response): Promise<ApiError> {
  if (answer.status === 401) {
    location.assign(`/sign-in?return_to=${encodeURIComponent(location.pathname)}`);
  }
  const parsed = errorBodySchema.safeParse(await answer.json().catch(() => null));
  if (!parsed.success)
    return new ApiError("unexpected", `The server answered with ${answer.status}. Please try again.`);
  const { code, message } = parsed.data.error;
  return new ApiError(isKnown(code) ? code : "unexpected", message);
}

function isKnown(code: string): code is AppErrorCode | "internal" {
  return code === "internal" || Object.hasOwn(errorKinds, code);
}

/** The sentence to show for whatever was caught. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something unexpected went wrong. Reloading the page may help.";
}
