// What happens to single requests on a test's word: held, or answered wrongly, before they are handled or after.
import { json, type Answer, type Ask } from "./router.ts";
import type { Service } from "./failures.ts";

/**
 * A status answers so in Helix's form; `429_bare` comes without limits in its headers. `truncated` is half of the true
 * body, whole as far as HTTP can tell; `cut` ends the connection in the middle of the body. `held` waits for a release.
 */
export const interventionModes = [
  "400",
  "401",
  "403",
  "404",
  "429",
  "429_bare",
  "500",
  "503",
  "truncated",
  "cut",
  "html",
  "hang",
  "drop",
  "held",
] as const;
export type InterventionMode = (typeof interventionModes)[number];

export interface Intervention {
  readonly service: Service;
  /** `POST /clips?*broadcaster_id=70001*`: a request as `METHOD /path?query`, `*` standing for anything. */
  readonly pattern: string;
  /** Only requests whose query names this id of a channel; null: any. */
  readonly channelId: string | null;
  /** `before`: the request has no effect. `after`: it has, and only its answer suffers. */
  readonly when: "before" | "after";
  readonly mode: InterventionMode;
  /** Requests that are let through first. */
  readonly skip: number;
  /** Requests that are met; null: all until cleared. */
  readonly times: number | null;
}

export interface HeldRequest {
  readonly number: number;
  readonly service: Service;
  readonly request: string;
  readonly when: "before" | "after";
}

export type Release = "sent" | "dropped";

export interface Interventions {
  add(intervention: Intervention): void;
  /** Ends all of them; what is held stays held. */
  clear(): void;
  /** The intervention a request meets now, used up by one. */
  take(service: Service, ask: Ask): Intervention | null;
  /** Resolves when released, and says how. */
  hold(intervention: Intervention, ask: Ask): Promise<Release>;
  /** Resolves with the first request that is held; rejects when none is within the time. */
  waitForHeld(withinMs: number): Promise<HeldRequest>;
  /** Lets go all that is held; returns how many there were. */
  release(how: Release): number;
}

export function createInterventions(): Interventions {
  let active: { readonly intervention: Intervention; skip: number; left: number | null }[] = [];
  let number = 0;
  const held = new Map<HeldRequest, (how: Release) => void>();
  const waiting = new Set<(request: HeldRequest) => void>();
  return {
    add: (intervention) => void active.push({ intervention, skip: intervention.skip, left: intervention.times }),
    clear: () => void (active = []),
    take(service, ask) {
      const request = requestOf(ask);
      const met = active.find(
        ({ intervention }) =>
          intervention.service === service &&
          fits(intervention.pattern, request) &&
          (intervention.channelId === null || [...ask.query.values()].includes(intervention.channelId)),
      );
      if (met === undefined) return null;
      if (met.skip > 0) {
        met.skip -= 1;
        return null;
      }
      if (met.left !== null) met.left -= 1;
      if (met.left === 0) active = active.filter((one) => one !== met);
      return met.intervention;
    },
    hold: ({ service, when }, ask) =>
      new Promise((resolve) => {
        const request: HeldRequest = { number: ++number, service, request: requestOf(ask), when };
        held.set(request, resolve);
        for (const tell of waiting) tell(request);
        waiting.clear();
      }),
    waitForHeld(withinMs) {
      const [first] = held.keys();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve, reject) => {
        const tell = (request: HeldRequest) => {
          clearTimeout(timer);
          resolve(request);
        };
        const timer = setTimeout(() => {
          waiting.delete(tell);
          reject(new Error(`nothing was held within ${withinMs} ms`));
        }, withinMs);
        waiting.add(tell);
      });
    },
    release(how) {
      const released = [...held.values()];
      held.clear();
      for (const letGo of released) letGo(how);
      return released.length;
    },
  };
}

/** The answer that a mode makes of the true one (null when there is none yet); the others have no answer. */
export function spoiled(
  mode: Exclude<InterventionMode, "held" | "hang" | "drop">,
  answer: Answer | null,
  nowMs: number,
): Answer {
  const whole = answer ?? json(200, { data: [] });
  const text = typeof whole.body === "string" ? whole.body : "";
  switch (mode) {
    case "truncated":
      return { ...whole, body: text.slice(0, Math.ceil(text.length / 2)) };
    case "cut":
      return { ...whole, isCut: true };
    case "html":
      return {
        status: whole.status,
        headers: { "content-type": "text/html" },
        body: "<!doctype html><title>Just a moment</title>",
      };
    case "429_bare":
      return json(429, { error: errors["429"], status: 429, message: errors["429"] });
    case "429": {
      // The reset is in whole epoch seconds, so a client that counts in milliseconds must notice.
      const limits = {
        "ratelimit-limit": "800",
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(Math.ceil(nowMs / 1000) + 2),
      };
      return json(429, { error: errors["429"], status: 429, message: errors["429"] }, limits);
    }
    case "400":
    case "401":
    case "403":
    case "404":
    case "500":
    case "503":
      return json(Number(mode), { error: errors[mode], status: Number(mode), message: errors[mode] });
  }
}

const errors = {
  "400": "Bad Request",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not Found",
  "429": "Too Many Requests",
  "500": "Internal Server Error",
  "503": "Service Unavailable",
} as const;

function requestOf({ method, path, query }: Ask): string {
  return query.size === 0 ? `${method} ${path}` : `${method} ${path}?${query}`;
}

function fits(pattern: string, request: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(request);
}
