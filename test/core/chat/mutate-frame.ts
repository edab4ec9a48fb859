// Spoils frames the way bad networks, proxies and bad people do; the same way in every run.

export interface Mutator {
  /** A whole number from 0 to below `most`. */
  below(most: number): number;
  /** The frame cut, repeated, reordered, made huge or made hostile, once to four times over. */
  mutate(frame: string): string;
}

const hostile = [
  "\0",
  "\r\n",
  "@",
  ";",
  "=",
  ":",
  " ",
  "\\",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  "null",
  "-1",
  "1e999",
  "💥",
  "\ud800",
  "\u202e",
  "999999999999999999999",
  "__proto__",
  '"constructor":{"prototype":1},',
  "%00",
  "<script>",
  "=".repeat(300),
  "[".repeat(2000),
];

export function createMutator(seed: number, separator: string): Mutator {
  let state = seed;
  const below = (most: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * most);
  };
  const kinds: ((frame: string) => string)[] = [
    (frame) => frame.slice(0, below(frame.length + 1)),
    (frame) => frame.slice(below(frame.length + 1)),
    (frame) => frame.slice(0, 2000) + frame,
    (frame) => frame.split(separator).reverse().join(separator),
    (frame) => frame.split(" ").reverse().join(" "),
    // Rarely: what is huge costs time, and more of it shows nothing new.
    (frame) => (below(40) === 0 ? frame + "x".repeat(below(60_000)) : frame.replace(/\d/g, () => String(below(10)))),
    (frame) => {
      const cut = below(frame.length + 1);
      return frame.slice(0, cut) + hostile[below(hostile.length)] + frame.slice(cut + below(4));
    },
  ];
  return {
    below,
    mutate(frame) {
      let spoiled = frame;
      for (let times = below(4) + 1; times > 0; times--) spoiled = (kinds[below(kinds.length)] ?? String)(spoiled);
      return spoiled;
    },
  };
}
