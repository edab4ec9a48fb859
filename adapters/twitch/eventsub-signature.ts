// Proof that a webhook came from Twitch: HMAC-SHA256 over message id, timestamp and raw body, with the secret that was
// named when subscribing. (dev.twitch.tv/docs/eventsub/handling-webhook-events)

export interface SignedEventSubMessage {
  readonly secret: string;
  /** Header `Twitch-Eventsub-Message-Id`. */
  readonly messageId: string;
  /** Header `Twitch-Eventsub-Message-Timestamp`, exactly as received. */
  readonly timestamp: string;
  /** Header `Twitch-Eventsub-Message-Signature`: `sha256=` and the digest in hexadecimal. */
  readonly signature: string;
  /** The body as received, before any parsing: one changed byte breaks the signature. */
  readonly rawBody: Uint8Array<ArrayBuffer>;
}

/** Compares in constant time. False for anything that is not a signature; never throws. Age is the caller's question. */
export async function verifyEventSubMessage(message: SignedEventSubMessage): Promise<boolean> {
  const { secret, messageId, timestamp, signature, rawBody } = message;
  const digest = /^sha256=([0-9a-f]{64})$/i.exec(signature)?.[1];
  if (digest === undefined || secret === "") return false;
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"]);
  const head = encoder.encode(messageId + timestamp);
  const signed = new Uint8Array(head.length + rawBody.length);
  signed.set(head);
  signed.set(rawBody, head.length);
  return crypto.subtle.verify("HMAC", key, bytesOfHex(digest), signed);
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
