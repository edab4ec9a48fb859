// Failures on demand: which service answers wrongly, how, and how often.
import { json, text, type Answer } from "./router.ts";

export const services = [
  "twitch_id",
  "helix",
  "twitch_clips",
  "irc",
  "kick_id",
  "kick_api",
  "kick_webhooks",
  "hls_playlist",
  "hls_segment",
] as const;
export type Service = (typeof services)[number];

/**
 * `garbage` answers 200 with something else than asked for, `hang` never answers, `drop` cuts the connection.
 * For `irc` a status refuses the handshake and the rest applies to new connections; for `kick_webhooks`, where the
 * simulator is the one that asks, only the words mean something: a broken body, deliveries held back, deliveries lost.
 */
export const failureModes = ["429", "500", "503", "404", "garbage", "hang", "drop"] as const;
export type FailureMode = (typeof failureModes)[number];

export interface Failures {
  /** `times` null: until cleared. */
  set(service: Service, mode: FailureMode, times: number | null): void;
  clear(service?: Service): void;
  /** The failure the next request meets, which is then used up by one; null when all is well. */
  take(service: Service): FailureMode | null;
  /** The same without using it up. */
  peek(service: Service): FailureMode | null;
}

export function createFailures(): Failures {
  const active = new Map<Service, { mode: FailureMode; left: number | null }>();
  const peek = (service: Service) => active.get(service)?.mode ?? null;
  return {
    set: (service, mode, times) => void active.set(service, { mode, left: times }),
    clear: (service) => (service === undefined ? active.clear() : void active.delete(service)),
    peek,
    take(service) {
      const failure = active.get(service);
      if (failure === undefined) return null;
      if (failure.left !== null) failure.left -= 1;
      if (failure.left === 0) active.delete(service);
      return failure.mode;
    },
  };
}

/** What a failing service answers, in its own words; `hang` and `drop` have no answer. */
export function failedAnswer(service: Service, mode: Exclude<FailureMode, "hang" | "drop">, nowMs: number): Answer {
  if (mode === "garbage")
    return { status: 200, headers: { "content-type": "text/html" }, body: "<html><p>Hello\u0000{]" };
  const status = Number(mode);
  const error = {
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "503": "Service Unavailable",
    "404": "Not Found",
  }[mode];
  if (service === "hls_playlist" || service === "hls_segment") {
    const answer = text(status, error);
    return { ...answer, headers: { ...answer.headers, "access-control-allow-origin": "*" } };
  }
  if (service === "kick_api" || service === "kick_id") return json(status, { data: {}, message: error });
  if (service !== "helix" || mode !== "429") return json(status, { error, status, message: error });
  // The reset is in whole epoch seconds, so a client that counts in milliseconds must notice.
  const reset = String(Math.ceil(nowMs / 1000) + 2);
  const limits = { "ratelimit-limit": "800", "ratelimit-remaining": "0", "ratelimit-reset": reset };
  return json(status, { error, status, message: error }, limits);
}
