// One call to a platform's JSON interface: bounded in time and size, parsed by a schema, failures in our words.
import type { z } from "zod";
import { AppError } from "#core/errors.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { fetchWhole } from "./bounded-fetch.ts";
import { outboundLimits } from "./outbound-limits.ts";

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

/** Throws {@link PlatformStatusError} for a refused call and `platform_unavailable` for one without a usable answer. */
export async function callJson<T>(
  url: string,
  init: RequestInit,
  schema: z.ZodType<T>,
  limit: keyof typeof outboundLimits = "platformJson",
): Promise<T> {
  const name = new URL(url).pathname;
  const { status, headers, bytes } = await fetchWhole(outboundLimits[limit], url, init);
  const body = new TextDecoder().decode(bytes);
  if (status >= 400)
    throw new PlatformStatusError(status, `${name} answered ${status}: ${cleanLine(body, 200)}`, retryAfter(headers));
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) throw new AppError("platform_unavailable", `${name} answered in an unknown form.`);
  return parsed.data;
}

function codeFor(status: number): "rate_limited" | "platform_unavailable" | "platform_refused" {
  if (status === 429) return "rate_limited";
  return status >= 500 ? "platform_unavailable" : "platform_refused";
}

/** `Retry-After` in seconds, else Twitch's `Ratelimit-Reset`, which is a time in epoch seconds. */
function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const resetSeconds = Number(headers.get("ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(resetSeconds) ? Math.max(0, resetSeconds * 1000 - Date.now()) : null;
}
