// Delivers to the Worker under test as Twitch's EventSub does: signed with the secret of the deployment.
import { env, exports } from "cloudflare:workers";
import { parseConfig } from "../../adapters/config.ts";
import { origin } from "./site.ts";

export interface EventSubDelivery {
  readonly type?: string;
  readonly channelId: string;
  readonly event?: object;
  readonly messageType?: "notification" | "webhook_callback_verification" | "revocation";
  readonly status?: string;
  readonly challenge?: string;
  readonly messageId?: string;
  readonly sentAtMs?: number;
  /** The body as it is signed, instead of one made of the above. */
  readonly rawBody?: string;
  /** What is sent instead of what was signed. */
  readonly sentBody?: BodyInit;
  readonly headers?: Record<string, string>;
}

export async function deliverEventSub(delivery: EventSubDelivery): Promise<Response> {
  const { type = "channel.chat.message", channelId, messageType = "notification", status = "enabled" } = delivery;
  const { event = {}, messageId = crypto.randomUUID(), sentAtMs = Date.now(), challenge } = delivery;
  const subscription = { id: "s", type, version: "1", status, condition: { broadcaster_user_id: channelId } };
  const body =
    delivery.rawBody ??
    JSON.stringify({ challenge, subscription, event: { broadcaster_user_id: channelId, ...event } });
  // Twitch writes nanoseconds.
  const timestamp = new Date(sentAtMs).toISOString().replace("Z", "123456Z");
  return exports.default.fetch(
    new Request(`${origin}/webhooks/twitch`, {
      method: "POST",
      body: delivery.sentBody ?? body,
      headers: {
        "twitch-eventsub-message-id": messageId,
        "twitch-eventsub-message-timestamp": timestamp,
        "twitch-eventsub-message-type": messageType,
        "twitch-eventsub-message-signature": `sha256=${await hmac(messageId + timestamp + body)}`,
        "twitch-eventsub-subscription-type": type,
        ...delivery.headers,
      },
    }),
  );
}

/** Event of `channel.chat.message`. */
export function chatMessage(text: string, id: string = crypto.randomUUID()) {
  const message = { text, fragments: [{ type: "text", text }] };
  return { chatter_user_id: "42", chatter_user_login: "someone", message_id: id, message, cheer: null };
}

async function hmac(text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(parseConfig(env).eventSubSecret ?? ""),
    algorithm,
    false,
    ["sign"],
  );
  const digest = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
