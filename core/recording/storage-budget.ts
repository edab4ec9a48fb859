// How much of the disk all recordings of a browser may take together, as its user has set it, and what the disk itself allows.
import { z } from "zod";

const gigabyte = 1e9;

export const recordingSettingsSchema = z.object({
  /** Of all recordings of this browser together. */
  budgetBytes: z
    .number()
    .min(1 * gigabyte)
    .max(2000 * gigabyte),
  /** A recording that grows by less a minute is warned of, bytes. Zero turns the warning off. */
  leastBytesPerMinute: z.number().min(0).max(1000e6),
});
export type RecordingSettings = z.infer<typeof recordingSettingsSchema>;

/** Seven hours at 6 Mb/s; a laptop's disk has that. One megabyte a minute is the least that the recorders of old took for alive. */
export const defaultRecordingSettings: RecordingSettings = {
  budgetBytes: 20 * gigabyte,
  leastBytesPerMinute: 1e6,
};

/** Clips are made of the last minutes: the budget leaves them alone, also where kept recordings take all of it. */
export const sparedMs = 10 * 60_000;

/** What the disk was found to hold; null while no write has failed. */
export type DiskLimit = number | null;

/** Near a limit that was met once the next write fails, so the ring ends this much below it: a few pieces, or a tenth of little room. */
const marginBytes = 8e6;

/** The bytes all recordings may have together. */
export function allowedBytes(budgetBytes: number, limit: DiskLimit): number {
  return limit === null ? budgetBytes : Math.min(budgetBytes, limit - marginOf(limit));
}

/**
 * After a write while the recordings had `usedBytes`: where it was refused is the limit. A little more fits now and then,
 * because browsers set room aside in blocks; where clearly more fits, the limit is gone.
 */
export function learnLimit(limit: DiskLimit, usedBytes: number, wasRefused: boolean): DiskLimit {
  if (wasRefused) return usedBytes;
  if (limit === null || usedBytes <= limit) return limit;
  return usedBytes > limit + marginOf(limit) ? null : usedBytes;
}

function marginOf(limit: number): number {
  return Math.min(marginBytes, limit / 10);
}
