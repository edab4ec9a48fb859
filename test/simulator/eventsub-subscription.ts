// The EventSub subscriptions of the simulated Twitch: what can be subscribed to, and who did.
import { randomUUID } from "node:crypto";

/** What is delivered, each with the names of its condition. Everything here is version 1. */
export const eventSubConditions = {
  "stream.online": ["broadcaster_user_id"],
  "stream.offline": ["broadcaster_user_id"],
  "channel.chat.message": ["broadcaster_user_id", "user_id"],
  "channel.chat.notification": ["broadcaster_user_id", "user_id"],
} as const satisfies Record<string, readonly string[]>;
export type EventSubType = keyof typeof eventSubConditions;

export const revocationReasons = [
  "user_removed",
  "authorization_revoked",
  "notification_failures_exceeded",
  "version_removed",
] as const;
export type RevocationReason = (typeof revocationReasons)[number];

export type EventSubStatus =
  | "webhook_callback_verification_pending"
  | "webhook_callback_verification_failed"
  | "enabled"
  | RevocationReason;

export interface EventSubSubscription {
  readonly id: string;
  readonly clientId: string;
  readonly type: EventSubType;
  readonly condition: Readonly<Record<string, string>>;
  readonly callback: string;
  readonly secret: string;
  readonly createdAtMs: number;
  readonly status: EventSubStatus;
  /** 0 when a user of the condition has authorised the app. */
  readonly cost: 0 | 1;
}

export interface EventSubSubscriptions {
  add(subscription: Omit<EventSubSubscription, "id" | "status">): EventSubSubscription;
  /** False when there was none with that id. */
  remove(id: string): boolean;
  list(): readonly EventSubSubscription[];
  get(id: string): EventSubSubscription | undefined;
  setStatus(id: string, status: EventSubStatus): void;
}

export function createEventSubSubscriptions(): EventSubSubscriptions {
  const subscriptions = new Map<string, EventSubSubscription>();
  return {
    add(subscription) {
      const added = { ...subscription, id: randomUUID(), status: "webhook_callback_verification_pending" } as const;
      subscriptions.set(added.id, added);
      return added;
    },
    remove: (id) => subscriptions.delete(id),
    list: () => [...subscriptions.values()],
    get: (id) => subscriptions.get(id),
    setStatus(id, status) {
      const known = subscriptions.get(id);
      if (known !== undefined) subscriptions.set(id, { ...known, status });
    },
  };
}

/** Whether it stands in the way of another one like it. */
export function isAlive({ status }: EventSubSubscription): boolean {
  return status === "enabled" || status === "webhook_callback_verification_pending";
}

/** As Twitch shows it, in its API and in every delivery; the secret never. */
export function shownSubscription({ id, status, type, condition, createdAtMs, callback, cost }: EventSubSubscription) {
  const transport = { method: "webhook", callback };
  return { id, status, type, version: "1", condition, created_at: nanoTime(createdAtMs), transport, cost };
}

/** RFC 3339 with up to nine digits after the second, as EventSub writes all its times; repeatable for a time. */
export function nanoTime(atMs: number): string {
  const below = String((Math.floor(atMs) * 7_919) % 1_000_000).padStart(6, "0");
  return new Date(atMs)
    .toISOString()
    .replace("Z", `${below}Z`)
    .replace(/\.?0+Z$/, "Z");
}
