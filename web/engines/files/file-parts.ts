// The fragments (clusters) of a file that has no table of its pictures, because it is still written or was torn off.
import type { FileBytes } from "./file-bytes.ts";
import type { Filler } from "./part-of-file.ts";

export interface FilePart {
  readonly from: number;
  readonly to: number;
  /** Decode time of its first picture (sound), seconds. */
  readonly startSeconds: number;
}

/** What is known of a file after a walk over it; a later walk goes on from `reachedTo`. */
export interface FileParts {
  readonly filler: Filler;
  /** Where the first part begins. */
  readonly headTo: number;
  readonly parts: readonly FilePart[];
  /** Whole parts end here; what follows is torn, or not written yet. */
  readonly reachedTo: number;
}

/** A week of fragments of a second each. More is no recording of a stream. */
export const maxParts = 600_000;

/** At `at` in the file; less only at its end. */
export async function readUpTo(file: FileBytes, at: number, length: number): Promise<Uint8Array> {
  return at >= file.size || at < 0 ? new Uint8Array() : file.read(at, Math.min(file.size, at + length));
}

/**
 * The parts that hold `fromSeconds` to `toSeconds`, with `back` more before them: a part need not begin with a key
 * picture. Null when there are none.
 */
export function stretchOf(
  { parts }: FileParts,
  fromSeconds: number,
  toSeconds: number,
  back: number,
): { readonly from: number; readonly to: number; readonly isFirst: boolean } | null {
  const after = parts.findIndex((part) => part.startSeconds > fromSeconds);
  const holding = after === -1 ? parts.length - 1 : after - 1;
  const first = Math.max(0, holding - back);
  const end = parts.findIndex((part, at) => at > holding && part.startSeconds > toSeconds);
  const [begin, last] = [parts[first], parts[end === -1 ? parts.length - 1 : end]];
  return begin && last ? { from: begin.from, to: last.to, isFirst: first === 0 } : null;
}
