// Ids that cannot be guessed and read well in an address: no letters that look like others.
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** `length` characters of 31 letters each: 16 of them are 79 bits. */
export function randomId(length: number): string {
  // 248 is the largest multiple of 31 in a byte; higher bytes are dropped so that every letter is equally likely.
  let id = "";
  while (id.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < 248 && id.length < length) id += alphabet[byte % 31];
    }
  }
  return id;
}
