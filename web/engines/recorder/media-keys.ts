// Fetches the keys of encrypted segments and decrypts with them: AES-128 in CBC mode over whole segments.
import type { Encryption } from "#core/recording/playlist.ts";
import { download, DownloadError } from "./download.ts";

/** The key server refuses, does not answer, or gave something that does not open the segment. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

export interface MediaKeys {
  /** Throws {@link KeyError}, or the signal's reason. */
  decrypt(bytes: ArrayBuffer, encryption: Encryption, signal: AbortSignal): Promise<ArrayBuffer>;
}

/** A stream that rotates its key each minute needs two at a time; backfill goes through the rest once. */
const maxKeys = 32;
const keyBytes = 16;
const timeoutMs = 10_000;
/** A server that has refused is asked again after this, and not for each segment. */
const refusedPauseMs = 3_000;

export function createMediaKeys(): MediaKeys {
  const keys = new Map<string, Promise<CryptoKey>>();
  const refused = new Map<string, number>();

  const keyAt = (address: string, signal: AbortSignal): Promise<CryptoKey> => {
    const known = keys.get(address);
    if (known !== undefined) return known;
    const refusedAtMs = refused.get(address);
    if (refusedAtMs !== undefined && performance.now() - refusedAtMs < refusedPauseMs)
      return Promise.reject(new KeyError("The key server has refused a moment ago."));
    const key = fetchKey(address, signal);
    key.then(
      () => refused.delete(address),
      () => {
        keys.delete(address);
        if (!signal.aborted) remember(refused, address, performance.now());
      },
    );
    remember(keys, address, key);
    return key;
  };

  return {
    async decrypt(bytes, { keyAddress, iv }, signal) {
      const key = await keyAt(keyAddress, signal);
      try {
        return await crypto.subtle.decrypt({ name: "AES-CBC", iv: bytesOfHex(iv) }, key, bytes);
      } catch (error) {
        // The server may have changed the key behind its address; the next try asks anew.
        keys.delete(keyAddress);
        throw new KeyError("The key does not open the segment.", { cause: error });
      }
    },
  };
}

async function fetchKey(address: string, signal: AbortSignal): Promise<CryptoKey> {
  try {
    const { bytes } = await download(address, { timeoutMs, maxBytes: 1024, tries: 2, signal });
    if (bytes.byteLength !== keyBytes) throw new KeyError("What the key server gave is no key.");
    return await crypto.subtle.importKey("raw", bytes, "AES-CBC", false, ["decrypt"]);
  } catch (error) {
    if (error instanceof DownloadError) throw new KeyError("The key server refuses.", { cause: error });
    throw error;
  }
}

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function remember<Value>(map: Map<string, Value>, address: string, value: Value): void {
  map.delete(address);
  map.set(address, value);
  const oldest = map.keys().next().value;
  if (map.size > maxKeys && oldest !== undefined) map.delete(oldest);
}
