// Files that are clips as far as storage can tell: the start of an MP4 and then noise that differs by `seed`.
export const partBytes = 8 * 1024 * 1024;

export function clipBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 12; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 24;
  }
  bytes.set([0, 0, 0, 24, ...new TextEncoder().encode("ftypisom")]);
  return bytes;
}

/** Hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
