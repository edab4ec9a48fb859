// A stable hash that is the same for the same wish: source, half a minute of the stream, text, and the moment if any.

const windowMs = 30_000;
/** FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv): no secret, only few collisions. */
const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

export interface Wish {
  readonly source: string;
  readonly atMs: number;
  readonly text: string;
  readonly momentId: string | null;
}

/** Sixteen hexadecimal digits. */
export function dedupeKey({ source, atMs, text, momentId }: Wish): string {
  const parts = [source, Math.floor(atMs / windowMs), normalised(text), momentId ?? ""];
  let hash = offsetBasis;
  for (const character of JSON.stringify(parts)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * prime);
  }
  return hash.toString(16).padStart(16, "0");
}

/** Capitals and spaces make no difference to what a person means; every other character may: `round 6`, `round 66`. */
function normalised(text: string): string {
  return text.slice(0, 500).normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}
