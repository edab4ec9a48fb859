// Repeatable chance: the same seed always gives the same numbers, on every machine.

/** Numbers from 0 (inclusive) to 1 (exclusive), the same sequence for the same seed parts. */
export function randomFrom(...seedParts: readonly (string | number)[]): () => number {
  let state = hash(seedParts.join("\u0000"));
  return () => {
    // A Weyl sequence whose steps are mixed until neighbouring states look unrelated.
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** One of the list; the list must not be empty. */
export function pick<T>(random: () => number, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new RangeError("nothing to pick from");
  return chosen;
}

/** A Poisson-distributed count. `mean` is small (a second of quiet chat); the count is capped at 50. */
export function poisson(random: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > floor && count < 50) {
    product *= random();
    count += 1;
  }
  return count;
}

/** A version-4 shaped UUID made of repeatable numbers. */
export function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = "4";
  hex[16] = "a";
  const text = hex.join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** FNV-1a over UTF-16 units, then scrambled so that near seeds start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return Math.imul(value ^ (value >>> 13), 0xc2b2ae35) | 0;
}
