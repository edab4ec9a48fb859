// Kick's signed webhooks. Anyone may knock; only what Kick has signed, recently, is read.
import { Hono } from "hono";
import { AppError } from "#core/errors.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { kickWebhookEvent } from "../kick/webhook-chat-event.ts";
import { verifyKickWebhook } from "../kick/webhook-signature.ts";

/** Above Kick's largest event by far. */
const maxBodyBytes = 128 * 1024;
/** Kick's deliveries are late by seconds to hours, so the window is wide; within it a replay is known by its id. */
const maxAgeMs = 24 * 3_600_000;
const maxAheadMs = 5 * 60_000;

export const webhooks = new Hono<AppEnv>().post("/kick", async (context) => {
  const { deps } = context.var;
  const header = (name: string): string => context.req.header(name)?.slice(0, 2000) ?? "";
  const messageId = header("kick-event-message-id");
  const timestamp = header("kick-event-message-timestamp");
  const rawBody = await readBody(context.req.raw);
  const signatureBase64 = header("kick-event-signature");
  const isGenuine = messageId !== "" && (await isSigned(deps, { messageId, timestamp, signatureBase64, rawBody }));
  if (!isGenuine) throw new AppError("bad_signature");
  const sentAtMs = Date.parse(timestamp);
  const ageMs = Date.now() - sentAtMs;
  if (!(ageMs < maxAgeMs) || ageMs < -maxAheadMs) throw new AppError("stale_webhook");

  const event = kickWebhookEvent({
    eventType: header("kick-event-type"),
    messageId,
    body: parseJson(new TextDecoder().decode(rawBody)),
  });
  // A signed event that we cannot read will not become readable by being sent again.
  if (event.status === "other" || event.status === "malformed") {
    console.warn(
      JSON.stringify({ event: "kick_webhook_ignored", type: header("kick-event-type"), status: event.status }),
    );
    return context.json({ ok: true, status: event.status });
  }
  const listener = await deps.listenerOf({ platform: "kick", channelId: event.channelId });
  if (listener) await deps.listener(listener).receive(messageId, event, sentAtMs);
  return context.json({ ok: true, status: listener ? "heard" : "not_ours" });
});

type Signed = { messageId: string; timestamp: string; signatureBase64: string; rawBody: Uint8Array<ArrayBuffer> };

/** The key may have been rotated since it was last asked for; it is asked for again once when a signature fails. */
async function isSigned(deps: Deps, signed: Signed): Promise<boolean> {
  if (await verifyKickWebhook({ ...signed, publicKeyPem: await deps.kickPublicKey(false) })) return true;
  return verifyKickWebhook({ ...signed, publicKeyPem: await deps.kickPublicKey(true) });
}

/** Exactly the bytes that were signed. Throws `payload_too_large` before more than that has been read. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new AppError("payload_too_large");
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
