// What the endpoints of Helix share: what they work with, and the forms of its errors, pages and times.
import type { ClipStore } from "./clip-store.ts";
import type { ClipRules } from "./clip-rules.ts";
import type { EventSub } from "./eventsub-webhooks.ts";
import type { Grants, Token } from "./grants.ts";
import type { TakePoint } from "./rate-bucket.ts";
import { json, type Answer, type Ask } from "./router.ts";
import type { ScriptedChannel } from "./world.ts";

export interface HelixParts {
  readonly grants: Grants;
  readonly takePoint: TakePoint;
  /** The extra bucket of clip creations, and the one of download addresses. */
  readonly takeCreation: TakePoint;
  readonly takeDownload: TakePoint;
  readonly nowMs: () => number;
  /** The Twitch channels as they are now. */
  readonly channels: () => readonly ScriptedChannel[];
  readonly clips: ClipStore;
  readonly clipRules: ClipRules;
  readonly eventSub: EventSub;
}

export type Endpoint = (ask: Ask, token: Token, parts: HelixParts) => Answer | Promise<Answer>;

const errors: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  429: "Too Many Requests",
};

export function refused(status: number, message: string): Answer {
  return json(status, { error: errors[status], status, message });
}

/** Whole seconds, as Helix writes times. */
export function helixTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** The page that `first` (20 unless given, at most 100) and `after` ask for; null when either is malformed. */
export function pageOf<T>(ask: Ask, all: readonly T[]) {
  const first = Number(ask.query.get("first") ?? 20);
  const skip = Number(Buffer.from(ask.query.get("after") ?? "", "base64").toString() || 0);
  if (!Number.isInteger(first) || first < 1 || first > 100 || !Number.isInteger(skip) || skip < 0) return null;
  const hasMore = all.length > skip + first;
  const pagination = hasMore ? { cursor: Buffer.from(String(skip + first)).toString("base64") } : {};
  return { data: all.slice(skip, skip + first), pagination };
}
