// One message of EventSub as it goes over the wire, signed with the subscription's secret.
import { createHmac, randomUUID } from "node:crypto";
import { nanoTime, type EventSubSubscription } from "./eventsub-subscription.ts";

export interface EventSubDelivery {
  readonly subscription: EventSubSubscription;
  readonly messageType: MessageType;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type MessageType = "webhook_callback_verification" | "notification" | "revocation";

/** A message with a fresh id. Its time is the event's, which is all that tells a chat message's. */
export function signed(
  subscription: EventSubSubscription,
  messageType: MessageType,
  value: unknown,
  atMs: number,
): EventSubDelivery {
  const headers = {
    "content-type": "application/json",
    "twitch-eventsub-message-id": randomUUID(),
    "twitch-eventsub-message-timestamp": nanoTime(atMs),
    "twitch-eventsub-message-type": messageType,
    "twitch-eventsub-subscription-type": subscription.type,
    "twitch-eventsub-subscription-version": "1",
  };
  return signedAs({ subscription, messageType, headers, body: JSON.stringify(value) }, subscription.secret);
}

/** The same under another secret. */
export function signedAs(delivery: EventSubDelivery, secret: string): EventSubDelivery {
  const { headers, body, subscription } = delivery;
  const [id, time] = [headers["twitch-eventsub-message-id"], headers["twitch-eventsub-message-timestamp"]];
  const signature = `sha256=${createHmac("sha256", secret).update(`${id}${time}${body}`).digest("hex")}`;
  const signedHeaders = { ...headers, "twitch-eventsub-message-signature": signature };
  return { ...delivery, subscription: { ...subscription, secret }, headers: signedHeaders };
}
