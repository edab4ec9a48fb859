// Signs what the relay hands out, with a key of its own that is derived from the deployment's TOKEN_KEY: whoever has a
// signature learns nothing about the key that seals tokens, and a seal can never pass for a signature.
import { fromBase64Url, toBase64Url } from "../base64url.ts";

const purpose = "hypecut relay v1";

export interface RelaySigner {
  /** Of a list of texts, so that no two lists read the same. URL-safe base64. */
  sign(parts: readonly (string | number)[]): Promise<string>;
  /** In constant time. False for anything that is not a signature; never throws. */
  verify(parts: readonly (string | number)[], signature: string): Promise<boolean>;
}

/** `tokenKey` is 32 bytes in base64, as settings are checked to be. */
export function relaySigner(tokenKey: string): RelaySigner {
  let key: Promise<CryptoKey> | null = null;
  const derived = () => (key ??= derive(tokenKey));
  return {
    async sign(parts) {
      const signed = await crypto.subtle.sign("HMAC", await derived(), textOf(parts));
      return toBase64Url(new Uint8Array(signed));
    },
    async verify(parts, signature) {
      if (!/^[\w-]{43}$/.test(signature)) return false;
      return crypto.subtle.verify("HMAC", await derived(), fromBase64Url(signature), textOf(parts));
    },
  };
}

async function derive(tokenKey: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", fromBase64Url(tokenKey), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytesOf(purpose) };
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(how, secret, hmac, false, ["sign", "verify"]);
}

function textOf(parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> {
  return bytesOf(JSON.stringify(parts));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
