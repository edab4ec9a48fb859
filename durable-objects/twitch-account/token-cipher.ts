// Encrypts an account's tokens for storage: AES-256-GCM with the deployment's key. What is sealed for one account does
// not open for another, so rows cannot be exchanged.
import { AppError } from "#core/errors.ts";

/** Names the format, so that another one can follow while old rows still open. */
const version = "v1";
/** What GCM is made for (NIST SP 800-38D); random, because a key seals far fewer than 2^32 texts. */
const ivBytes = 12;

export class TokenCipher {
  readonly #key: Promise<CryptoKey>;
  readonly #accountId: BufferSource;

  /** `key` is 32 bytes in base64, as settings are checked to be. */
  constructor(key: string, accountId: string) {
    const raw = Uint8Array.from(atob(key), (char) => char.charCodeAt(0));
    this.#key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    this.#accountId = new TextEncoder().encode(accountId);
  }

  /** `v1.<iv>.<ciphertext>`, both in base64. */
  async seal(text: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const sealed = await crypto.subtle.encrypt(this.#algorithm(iv), await this.#key, new TextEncoder().encode(text));
    return `${version}.${base64(iv)}.${base64(new Uint8Array(sealed))}`;
  }

  /** Throws `conflict` for what another key or another account sealed, and for what has been changed since. */
  async open(sealed: string): Promise<string> {
    const [format, iv = "", body = ""] = sealed.split(".");
    try {
      if (format !== version) throw new Error(`unknown format ${format}`);
      return new TextDecoder().decode(
        await crypto.subtle.decrypt(this.#algorithm(bytes(iv)), await this.#key, bytes(body)),
      );
    } catch (cause) {
      throw new AppError(
        "conflict",
        "The stored consent cannot be read with this deployment's TOKEN_KEY. Connect the account again under Accounts.",
        { cause },
      );
    }
  }

  #algorithm(iv: BufferSource) {
    return { name: "AES-GCM", iv, additionalData: this.#accountId };
  }
}

function base64(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
