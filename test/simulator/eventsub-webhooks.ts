// EventSub's signed deliveries to webhooks: the challenge, notifications with retries, and revocations.
import { randomBytes } from "node:crypto";
import { signed, signedAs, type EventSubDelivery, type MessageType } from "./eventsub-delivery.ts";
import {
  createEventSubSubscriptions,
  shownSubscription,
  type EventSubSubscription,
  type EventSubSubscriptions,
  type EventSubType,
  type RevocationReason,
} from "./eventsub-subscription.ts";
import type { Surroundings } from "./guarded.ts";
import { sleep } from "./sleep.ts";

export interface EventSubReport {
  readonly messageId: string;
  readonly messageType: MessageType;
  readonly type: EventSubType;
  readonly attempts: number;
  /** The last answer; null when there was none. */
  readonly status: number | null;
}

/** `delay` holds a notification back, `bad_signature` signs it with another secret. */
export const disturbances = ["drop", "delay", "duplicate", "bad_signature"] as const;
export interface Disturbance {
  readonly kind: (typeof disturbances)[number];
  /** Notifications that are met; null: all until the next order. */
  readonly times: number | null;
  readonly delayMs: number;
}

export const eventSubForgeries = ["bad_signature", "replay", "stale"] as const;
export type EventSubForgery = (typeof eventSubForgeries)[number];

export interface EventSub {
  readonly subscriptions: EventSubSubscriptions;
  /** Sends the challenge; what the callback answers decides the subscription's status. */
  verify(subscription: EventSubSubscription): Promise<void>;
  /** Queues a notification for each enabled subscription to this of this channel. When too many wait, the oldest go. */
  notify(type: EventSubType, broadcasterId: string, event: unknown, atMs: number): void;
  /** Ends a subscription and tells its callback so. */
  revoke(subscription: EventSubSubscription, reason: RevocationReason): void;
  /** Null: everything is delivered as it should be. */
  disturb(disturbance: Disturbance | null): void;
  /** Sends the last notification once more: as it was, with another body under its signature, or signed long ago. */
  forge(kind: EventSubForgery): Promise<{ messageId: string; status: number | null }>;
  reports(): readonly EventSubReport[];
  /** Resolves when nothing waits or is on its way. */
  settled(): Promise<void>;
  close(): void;
}

const IN_FLIGHT = 8;
const MAX_WAITING = 5000;
const ANSWER_WITHIN_MS = 10_000;
const STALE_MS = 11 * 60_000;
/** Notifications in a row given up after all their retries, upon which Twitch stops sending. */
const MOST_FAILURES = 10;

export function createEventSub(around: Surroundings, retryDelaysMs: readonly number[]): EventSub {
  const { nowMs, log } = around;
  const subscriptions = createEventSubSubscriptions();
  const failures = new Map<string, number>();
  const closing = new AbortController();
  let waiting: EventSubDelivery[] = [];
  let reports: EventSubReport[] = [];
  let disturbance: { readonly kind: Disturbance["kind"]; left: number | null; readonly delayMs: number } | null = null;
  let last: EventSubDelivery | null = null;
  let onTheWay = 0;

  const post = async ({ subscription, headers, body }: EventSubDelivery, retry = 0) => {
    log.add(`eventsub POST ${subscription.type}`);
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const sent = { ...headers, "twitch-eventsub-message-retry": String(retry) };
    try {
      const init = { method: "POST", headers: sent, body, signal, redirect: "manual" } as const;
      const answer = await fetch(subscription.callback, init);
      const contentType = answer.headers.get("content-type") ?? "";
      return { status: answer.status, contentType, text: (await answer.text()).slice(0, 1000) };
    } catch {
      return null;
    }
  };

  const report = (
    { headers, messageType, subscription }: EventSubDelivery,
    attempts: number,
    status: number | null,
  ) => {
    const messageId = headers["twitch-eventsub-message-id"] ?? "";
    reports = [...reports.slice(-999), { messageId, messageType, type: subscription.type, attempts, status }];
  };

  const deliver = async (delivery: EventSubDelivery) => {
    const { id } = delivery.subscription;
    const tries = [0, ...retryDelaysMs];
    for (const [i, delayMs] of tries.entries()) {
      if (delayMs > 0) await sleep(delayMs, closing.signal);
      if (closing.signal.aborted) return;
      // What was queued for a subscription that has ended since is not sent any more.
      if (delivery.messageType === "notification" && subscriptions.get(id)?.status !== "enabled") return;
      const status = (await post(delivery, i))?.status ?? null;
      const isAccepted = status !== null && status >= 200 && status < 300;
      if (!isAccepted && i < tries.length - 1) continue;
      report(delivery, i + 1, status);
      const inARow = isAccepted ? 0 : (failures.get(id) ?? 0) + 1;
      failures.set(id, inARow);
      const current = subscriptions.get(id);
      if (inARow >= MOST_FAILURES && current?.status === "enabled") revoke(current, "notification_failures_exceeded");
      return;
    }
  };

  const pump = () => {
    while (onTheWay < IN_FLIGHT) {
      const next = waiting.shift();
      if (next === undefined) return;
      onTheWay += 1;
      void deliver(next).finally(() => {
        onTheWay -= 1;
        pump();
      });
    }
  };

  const enqueue = (delivery: EventSubDelivery) => {
    waiting = [...waiting.slice(-MAX_WAITING + 1), delivery];
    pump();
  };

  const revoke = (subscription: EventSubSubscription, reason: RevocationReason) => {
    subscriptions.setStatus(subscription.id, reason);
    const revoked = { ...subscription, status: reason };
    enqueue(signed(revoked, "revocation", { subscription: shownSubscription(revoked) }, nowMs()));
  };

  const disturbed = () => {
    const met = disturbance;
    if (met !== null && met.left !== null) met.left -= 1;
    if (met?.left === 0) disturbance = null;
    return met;
  };

  return {
    subscriptions,
    async verify(subscription) {
      const challenge = randomBytes(24).toString("base64url");
      const body = { challenge, subscription: shownSubscription(subscription) };
      const delivery = signed(subscription, "webhook_callback_verification", body, nowMs());
      onTheWay += 1;
      const answer = await post(delivery);
      onTheWay -= 1;
      report(delivery, 1, answer?.status ?? null);
      const isProven =
        answer?.status === 200 && answer.text === challenge && answer.contentType.startsWith("text/plain");
      subscriptions.setStatus(subscription.id, isProven ? "enabled" : "webhook_callback_verification_failed");
    },
    notify(type, broadcasterId, event, atMs) {
      for (const subscription of subscriptions.list()) {
        const isFor = subscription.type === type && subscription.condition["broadcaster_user_id"] === broadcasterId;
        if (!isFor || subscription.status !== "enabled") continue;
        const body = { subscription: shownSubscription(subscription), event };
        const met = disturbed();
        const secret = met?.kind === "bad_signature" ? "another secret" : subscription.secret;
        const delivery = signed({ ...subscription, secret }, "notification", body, atMs);
        last = signedAs(delivery, subscription.secret);
        if (met?.kind === "drop") continue;
        if (met?.kind === "delay") {
          onTheWay += 1;
          void sleep(met.delayMs, closing.signal).then(() => {
            onTheWay -= 1;
            enqueue(delivery);
          });
          continue;
        }
        enqueue(delivery);
        if (met?.kind === "duplicate") enqueue(delivery);
      }
    },
    revoke,
    disturb: (order) => void (disturbance = order && { kind: order.kind, left: order.times, delayMs: order.delayMs }),
    async forge(kind) {
      if (last === null) throw new Error("nothing has been delivered yet");
      const { subscription, body } = last;
      const again = (atMs: number) => signed(subscription, "notification", JSON.parse(body), atMs);
      const forged = {
        replay: () => last ?? again(nowMs()),
        stale: () => again(nowMs() - STALE_MS),
        bad_signature: () => ({ ...again(nowMs()), body: `${body} ` }),
      }[kind]();
      const status = (await post(forged))?.status ?? null;
      return { messageId: forged.headers["twitch-eventsub-message-id"] ?? "", status };
    },
    reports: () => reports,
    async settled() {
      // Ten seconds: longer than every retry of a receiver that refuses.
      for (let i = 0; i < 500 && (onTheWay > 0 || waiting.length > 0); i++) await sleep(20, closing.signal);
    },
    close: () => closing.abort(),
  };
}
