// Proof that a webhook came from Kick: RSASSA-PKCS1-v1_5 with SHA-256 over `messageId.timestamp.rawBody`, checked with
// the public key Kick publishes at /public/v1/public-key.

export interface SignedKickWebhook {
  /** SPKI public key in PEM, `-----BEGIN PUBLIC KEY-----`. */
  readonly publicKeyPem: string;
  /** Header `Kick-Event-Message-Id`. */
  readonly messageId: string;
  /** Header `Kick-Event-Message-Timestamp`, exactly as received. */
  readonly timestamp: string;
  /** Header `Kick-Event-Signature`. */
  readonly signatureBase64: string;
  /** The body as received, before any parsing: one changed byte breaks the signature. */
  readonly rawBody: string | Uint8Array<ArrayBuffer>;
}

const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** False for a wrong signature and for anything that is not a signature or key at all; never throws. Age is the caller's question. */
export async function verifyKickWebhook(webhook: SignedKickWebhook): Promise<boolean> {
  try {
    const key = await importKickPublicKey(webhook.publicKeyPem);
    const signature = bytesOfBase64(webhook.signatureBase64);
    return await crypto.subtle.verify(algorithm, key, signature, signedBytes(webhook));
  } catch {
    return false;
  }
}

/** @throws when the text is not a PEM public key that RSA verification can use. */
export function importKickPublicKey(publicKeyPem: string): Promise<CryptoKey> {
  const body = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]{1,4000})-----END PUBLIC KEY-----/.exec(publicKeyPem)?.[1];
  if (body === undefined) return Promise.reject(new TypeError("The text is not a public key in PEM."));
  return crypto.subtle.importKey("spki", bytesOfBase64(body.replace(/\s+/g, "")), algorithm, false, ["verify"]);
}

function signedBytes({ messageId, timestamp, rawBody }: SignedKickWebhook): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${messageId}.${timestamp}.`);
  const body = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : rawBody;
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
