// How many Get Clips Download requests may be sent now: Twitch allows a hundred in any minute for the whole application,
// whichever account asks. (dev.twitch.tv/docs/api/reference#get-clips-download)
import { z } from "zod";

const maxInWindow = 100;
const windowMs = 60_000;

/** What was granted within the last minute, oldest first; at most a hundred entries. */
export const grantedDownloadsSchema = z
  .array(z.object({ atMs: z.number(), count: z.number().int().positive() }))
  .max(maxInWindow);
export type GrantedDownloads = readonly Readonly<z.infer<typeof grantedDownloadsSchema>[number]>[];

export interface DownloadAllowance {
  readonly granted: number;
  /** When more can be had; null when all that was asked for was granted. */
  readonly retryAtMs: number | null;
}

/** Grants up to `count` requests, and says what is to be remembered. */
export function takeDownloads(
  before: GrantedDownloads,
  count: number,
  nowMs: number,
): { readonly granted: GrantedDownloads; readonly allowance: DownloadAllowance } {
  const recent = before
    // After a clock that jumped back, what lies ahead counts as granted just now: nobody waits longer than a minute.
    .map((entry) => ({ ...entry, atMs: Math.min(entry.atMs, nowMs) }))
    .filter(({ atMs }) => atMs > nowMs - windowMs);
  const used = recent.reduce((sum, entry) => sum + entry.count, 0);
  const granted = Math.max(0, Math.min(count, maxInWindow - used));
  const kept = granted > 0 ? [...recent, { atMs: nowMs, count: granted }] : recent;
  const oldestMs = kept[0]?.atMs ?? nowMs;
  return { granted: kept, allowance: { granted, retryAtMs: granted < count ? oldestMs + windowMs : null } };
}
