// One call to a platform's JSON interface: bounded in time and size, parsed by a schema, failures in our words.
import type { z } from "zod";
import { AppError } from "#core/errors.ts";
import { inTime } from "./in-time.ts";

/** What a platform answered when it did not answer 2xx. */
export class PlatformStatusError extends AppError {
  readonly status: number;
  /** How long the platform asks to wait, milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  constructor(status: number, detail: string, retryAfterMs: number | null) {
    super(codeFor(status), detail);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

const timeoutMs = 10_000;
/** Far above any answer we ask for; a page of HTML or an endless stream must not fill the object's memory. */
const maxAnswerChars = 4_000_000;

/** Throws {@link PlatformStatusError} for a refused call and `platform_unavailable` for one without a usable answer. */
export async function callJson<T>(url: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> {
  const name = new URL(url).pathname;
  const { response, body } = await inTime(timeoutMs, async (signal) => {
    const answer = await fetch(url, { ...init, signal });
    return { response: answer, body: await answer.text() };
  }).catch((cause: unknown) => {
    throw new AppError("platform_unavailable", `${name} did not answer.`, { cause });
  });
  if (!response.ok)
    throw new PlatformStatusError(
      response.status,
      `${name} answered ${response.status}: ${body.slice(0, 200)}`,
      retryAfter(response),
    );
  if (body.length > maxAnswerChars) throw new AppError("platform_unavailable", `${name} answered with too much.`);
  const parsed = schema.safeParse(json(body));
  if (!parsed.success) throw new AppError("platform_unavailable", `${name} answered in an unknown form.`);
  return parsed.data;
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function codeFor(status: number): "rate_limited" | "platform_unavailable" | "platform_refused" {
  if (status === 429) return "rate_limited";
  return status >= 500 ? "platform_unavailable" : "platform_refused";
}

/** `Retry-After` in seconds, else Twitch's `Ratelimit-Reset`, which is a time in epoch seconds. */
function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const resetSeconds = Number(response.headers.get("ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(resetSeconds) ? Math.max(0, resetSeconds * 1000 - Date.now()) : null;
}
