// How chat reaches those who listen: on time and once, or late, repeated and out of order when a test wants it so.
import { alertsBetween, type ScriptedAlert } from "./alerts.ts";
import { chatBetween, type ScriptedMessage } from "./chat-script.ts";
import type { ScriptedChannel } from "./world.ts";

export interface Delivery {
  /** Everything arrives this much late. */
  readonly delayMs: number;
  /** How often each message arrives, with the same id. */
  readonly copies: number;
  /** Messages of two seconds are collected and then sent newest first. */
  readonly isReordered: boolean;
}

export const promptDelivery: Delivery = { delayMs: 0, copies: 1, isReordered: false };

/** What one listener round brings of one channel, in the order of arrival. */
export interface Parcel {
  readonly messages: readonly ScriptedMessage[];
  readonly alerts: readonly ScriptedAlert[];
}

/** What lies further back is skipped, as it is for a client that was away. */
const MAX_BACKLOG_MS = 120_000;
const REORDER_SPAN_MS = 2000;

/** Returns what has become due since the last call. The first call of a channel brings nothing. */
export function createDeliveries(): (channel: ScriptedChannel, delivery: Delivery, nowMs: number) => Parcel {
  const delivered = new Map<string, number>();
  return (channel, delivery, nowMs) => {
    const toMs = nowMs - delivery.delayMs;
    const since = delivered.get(channel.login) ?? toMs;
    const nothing: Parcel = { messages: [], alerts: [] };
    if (!delivered.has(channel.login)) delivered.set(channel.login, toMs);
    if (toMs <= since || (delivery.isReordered && toMs - since < REORDER_SPAN_MS)) return nothing;
    const fromMs = Math.max(since, toMs - MAX_BACKLOG_MS);
    delivered.set(channel.login, toMs);
    const messages = chatBetween(channel, fromMs, toMs).flatMap((message) =>
      Array<ScriptedMessage>(delivery.copies).fill(message),
    );
    return {
      messages: delivery.isReordered ? messages.reverse() : messages,
      alerts: alertsBetween(channel, fromMs, toMs),
    };
  };
}
