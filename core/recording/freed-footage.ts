// What was deleted to make room, as it is told: stretches with their time and their cause.
import { z } from "zod";
import type { DoomedPiece } from "#core/recording/plan-freeing.ts";

export const freedStretchSchema = z.object({
  /** Name of the recording it was part of. */
  recording: z.string().max(120),
  fromMs: z.number(),
  toMs: z.number(),
  bytes: z.number().nonnegative(),
  /** When the last of it went. */
  atMs: z.number(),
  /** `budget`: the user's limit was reached. `disk_full`: the browser gave no more room. */
  cause: z.enum(["budget", "disk_full"]),
  /** An open job still needed some of it. */
  wasPinned: z.boolean(),
});
export type FreedStretch = z.infer<typeof freedStretchSchema>;

/** Older ones are history. */
export const maxFreed = 50;
/** Pieces of one stretch touch within this. */
const joinedMs = 5_000;

/** `gone` are pieces that are off the disk, in the order in which they went. */
export function addFreed(
  told: readonly FreedStretch[],
  gone: readonly (DoomedPiece & { readonly wasPinned: boolean })[],
  cause: FreedStretch["cause"],
  atMs: number,
): FreedStretch[] {
  const stretches = [...told];
  for (const { recording, piece, wasPinned } of gone) {
    const fromMs = piece.startMs;
    const toMs = fromMs + piece.durationMs;
    const at = stretches.findLastIndex(
      (one) =>
        one.recording === recording &&
        one.cause === cause &&
        one.wasPinned === wasPinned &&
        Math.abs(fromMs - one.toMs) <= joinedMs,
    );
    const before = stretches[at];
    if (before === undefined) stretches.push({ recording, fromMs, toMs, bytes: piece.bytes, atMs, cause, wasPinned });
    else stretches[at] = { ...before, toMs: Math.max(before.toMs, toMs), bytes: before.bytes + piece.bytes, atMs };
  }
  return stretches.slice(-maxFreed);
}
