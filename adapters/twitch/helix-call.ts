// One call to Helix for an account, made once, sorted by what the caller has to do about it.
import type { RateReport } from "#core/accounts/rate-bucket.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import type { PlatformApp } from "../config.ts";
import { helixError } from "./helix-clips.external.ts";
import { askTwitch } from "./ask-twitch.ts";

/** `rate` is null where there was no answer to read it from. */
export type HelixResult<T> = { readonly rate: RateReport | null } & (
  | { readonly status: "ok"; readonly value: T }
  /** Helix itself said no, in its own form. */
  | { readonly status: "refused"; readonly httpStatus: number; readonly message: string }
  | { readonly status: "rate_limited"; readonly rate: RateReport }
  /** Nobody can say whether it was done. */
  | { readonly status: "unanswered"; readonly detail: string }
);

export interface HelixCall<T> {
  readonly method: "GET" | "POST";
  readonly path: `/${string}`;
  /** A value that is a list repeats its parameter. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Null for a body that is not of the form. */
  readonly read: (body: unknown) => T | null;
}

export async function callHelix<T>(app: PlatformApp, token: string, call: HelixCall<T>): Promise<HelixResult<T>> {
  const url = new URL(`${app.apiUrl}/helix${call.path}`);
  for (const [name, value] of Object.entries(call.query)) {
    for (const one of [value].flat()) url.searchParams.append(name, one);
  }
  const headers = { authorization: `Bearer ${token}`, "client-id": app.clientId };
  const answer = await askTwitch(url, { method: call.method, headers });
  if (answer.status === "unanswered") return { ...answer, rate: null };
  const { httpStatus, body } = answer;
  const rate = rateReport(answer.headers);
  if (httpStatus === 429) return { status: "rate_limited", rate };
  if (httpStatus >= 200 && httpStatus < 300) {
    const value = call.read(body);
    if (value !== null) return { status: "ok", value, rate };
    return { status: "unanswered", detail: `${call.path} answered ${httpStatus} in an unknown form`, rate };
  }
  const error = helixError.safeParse(body).data;
  // A proxy's page says nothing about what Helix has done behind it.
  if (error?.status !== httpStatus || httpStatus < 400) {
    return { status: "unanswered", detail: `${call.path} answered ${httpStatus}, and not in Helix's form`, rate };
  }
  return { status: "refused", httpStatus, message: cleanLine(error.message, 200), rate };
}

function rateReport(headers: Headers): RateReport {
  const number = (name: string) => {
    const text = headers.get(name)?.trim() ?? "";
    return /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
  };
  return {
    remaining: number("ratelimit-remaining"),
    resetSeconds: number("ratelimit-reset"),
    creationRemaining: number("ratelimit-helixclipscreation-remaining"),
    creationResetSeconds: number("ratelimit-helixclipscreation-reset"),
    retryAfterSeconds: number("retry-after"),
  };
}
