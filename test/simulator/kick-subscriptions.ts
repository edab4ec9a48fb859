// Who asked Kick to be told of what: the event subscriptions of the one app.
import { uuidFrom } from "./random.ts";

export const kickEvents = [
  "chat.message.sent",
  "channel.followed",
  "channel.subscription.new",
  "channel.subscription.renewal",
  "channel.subscription.gifts",
  "channel.reward.redemption.updated",
  "livestream.status.updated",
  "livestream.metadata.updated",
  "moderation.banned",
  "kicks.gifted",
] as const;
export type KickEvent = (typeof kickEvents)[number];

export interface KickSubscription {
  readonly id: string;
  readonly clientId: string;
  readonly broadcasterUserId: number;
  readonly event: KickEvent;
  readonly createdAtMs: number;
}

export interface KickSubscriptions {
  /** Asking twice for the same gives the same subscription. */
  add(clientId: string, broadcasterUserId: number, event: KickEvent, nowMs: number): KickSubscription;
  remove(ids: readonly string[]): void;
  list(): readonly KickSubscription[];
  find(broadcasterUserId: number, event: KickEvent): KickSubscription | undefined;
}

export function createKickSubscriptions(): KickSubscriptions {
  let subscriptions: KickSubscription[] = [];
  const find = (broadcasterUserId: number, event: KickEvent) =>
    subscriptions.find((s) => s.broadcasterUserId === broadcasterUserId && s.event === event);
  return {
    add(clientId, broadcasterUserId, event, nowMs) {
      const known = find(broadcasterUserId, event);
      if (known !== undefined) return known;
      const added = { id: uuidFrom(Math.random), clientId, broadcasterUserId, event, createdAtMs: nowMs };
      subscriptions.push(added);
      return added;
    },
    remove: (ids) => void (subscriptions = subscriptions.filter(({ id }) => !ids.includes(id))),
    list: () => subscriptions,
    find,
  };
}
