// Bits in a message: `Cheer100` is a hundred of them.

/** The bits a word cheers; null for any other word. */
export function bitsOf(word: string): number | null {
  const bits = /^cheer([1-9]\d{0,5})$/i.exec(word)?.[1];
  return bits === undefined ? null : Number(bits);
}

/** All bits of a message, 0 without any. */
export function bitsIn(text: string): number {
  return text.split(" ").reduce((sum, word) => sum + (bitsOf(word) ?? 0), 0);
}
