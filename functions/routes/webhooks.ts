// The platforms' signed webhooks. Anyone may knock; only what the platform has signed, recently, is read.
import { type Context, Hono } from "hono";
import { AppError } from "#core/errors.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import { parseJson } from "#core/text/parse-json.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { readBody } from "../http/read-body.ts";
import { kickWebhookEvent } from "../../adapters/kick/webhook-event.ts";
import { verifyKickWebhook } from "../../adapters/kick/webhook-signature.ts";
import { eventSubMessage } from "../../adapters/twitch/eventsub-message.ts";
import { verifyEventSubMessage } from "../../adapters/twitch/eventsub-signature.ts";

/** Kick's deliveries are late by seconds to hours, so the window is wide; within it a replay is known by its id. */
const kickMaxAgeMs = 24 * 3_600_000;
/** Twitch asks to refuse what is older, so that nothing that was overheard can be sent again later. */
const twitchMaxAgeMs = 10 * 60_000;
const maxAheadMs = 5 * 60_000;

export const webhooks = new Hono<AppEnv>().post("/kick", kick).post("/twitch", twitch);

async function kick(context: Context<AppEnv>): Promise<Response> {
  const { deps } = context.var;
  const header = (name: string): string => context.req.header(name)?.slice(0, 2000) ?? "";
  const messageId = header("kick-event-message-id");
  const timestamp = header("kick-event-message-timestamp");
  // Exactly the bytes that were signed.
  const rawBody = await readBody(context.req.raw, "webhook");
  const signatureBase64 = header("kick-event-signature");
  const isGenuine = messageId !== "" && (await isSigned(deps, { messageId, timestamp, signatureBase64, rawBody }));
  if (!isGenuine) throw new AppError("bad_signature");
  const sentAtMs = sentRecently(timestamp, kickMaxAgeMs);

  const event = kickWebhookEvent({
    eventType: header("kick-event-type"),
    messageId,
    body: parseJson(new TextDecoder().decode(rawBody)),
  });
  const { status } = event;
  // A signed event that we cannot read will not become readable by being sent again.
  const isUnread = status === "unknown" || status === "malformed";
  if (isUnread) logUnread("kick", header("kick-event-type"), status);
  if (event.channelId === null) return context.json({ ok: true, status });
  const isHeard = await hand(deps, "kick", messageId, event, sentAtMs);
  return context.json({ ok: true, status: isUnread ? status : isHeard ? "heard" : "not_ours" });
}

async function twitch(context: Context<AppEnv>): Promise<Response> {
  const { deps } = context.var;
  const secret = deps.config.eventSubSecret;
  if (!secret) throw new AppError("not_configured", "This deployment takes no webhooks of Twitch.");
  const header = (name: string): string => context.req.header(`twitch-eventsub-${name}`)?.slice(0, 2000) ?? "";
  const messageId = header("message-id");
  const timestamp = header("message-timestamp");
  // Exactly the bytes that were signed.
  const rawBody = await readBody(context.req.raw, "webhook");
  const signed = { secret, messageId, timestamp, signature: header("message-signature"), rawBody };
  if (messageId === "" || !(await verifyEventSubMessage(signed))) throw new AppError("bad_signature");
  const sentAtMs = sentRecently(timestamp, twitchMaxAgeMs);
  const message = eventSubMessage({
    messageType: header("message-type"),
    sentAtMs,
    body: parseJson(new TextDecoder().decode(rawBody)),
  });
  // Twitch wants the challenge back as it is, and nothing else.
  if (message.status === "challenge") return context.body(message.challenge, 200, { "content-type": "text/plain" });
  const status = message.status === "event" ? message.event.status : message.status;
  const isUnread = status === "unknown" || status === "malformed";
  if (isUnread) logUnread("twitch", header("subscription-type"), status);
  if (message.status !== "event") return context.json({ ok: true, status });
  const isHeard = await hand(deps, "twitch", messageId, message.event, sentAtMs);
  return context.json({ ok: true, status: isUnread ? status : isHeard ? "heard" : "not_ours" });
}

/** False when nobody here hears the channel. */
async function hand(
  deps: Deps,
  platform: Platform,
  messageId: string,
  event: WebhookEvent,
  sentAtMs: number,
): Promise<boolean> {
  const listener = await deps.listenerOf({ platform, channelId: event.channelId });
  return listener !== null && (await deps.listener(listener).receive(messageId, event, sentAtMs));
}

/** The time in a header; Twitch writes nanoseconds. Throws `stale_webhook`. */
function sentRecently(timestamp: string, maxAgeMs: number): number {
  const sentAtMs = Date.parse(timestamp);
  const ageMs = Date.now() - sentAtMs;
  if (!(ageMs < maxAgeMs) || ageMs < -maxAheadMs) throw new AppError("stale_webhook");
  return sentAtMs;
}

function logUnread(platform: Platform, type: string, status: string): void {
  console.warn(JSON.stringify({ event: `${platform}_webhook_unread`, type: type.slice(0, 100), status }));
}

type Signed = { messageId: string; timestamp: string; signatureBase64: string; rawBody: Uint8Array<ArrayBuffer> };

/** The key may have been rotated since it was last asked for; it is asked for again once when a signature fails. */
async function isSigned(deps: Deps, signed: Signed): Promise<boolean> {
  if (await verifyKickWebhook({ ...signed, publicKeyPem: await deps.kickPublicKey(false) })) return true;
  return verifyKickWebhook({ ...signed, publicKeyPem: await deps.kickPublicKey(true) });
}
