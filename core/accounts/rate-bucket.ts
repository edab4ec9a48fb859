// How many requests an account may still send to Helix, as Helix itself last said: general points, and beside them a
// bucket for creating clips and one for downloads. A request that Helix would refuse is not sent.

/** What one answer's headers say; null for what is missing or not a number. */
export interface RateReport {
  readonly remaining: number | null;
  /** `Ratelimit-Reset`, epoch seconds. */
  readonly resetSeconds: number | null;
  /** `Ratelimit-Helixclipscreation-Remaining` and `-Reset`; the second is not documented. */
  readonly creationRemaining: number | null;
  readonly creationResetSeconds: number | null;
  readonly retryAfterSeconds: number | null;
}

/** `remaining` null: unknown, so the next request tells. */
interface Points {
  readonly remaining: number | null;
  readonly resetAtMs: number;
}

export interface RateBucket {
  readonly general: Points;
  readonly creation: Points;
  /** Get Clips Download has a limit of its own that no header tells. */
  readonly downloads: Points;
}

export type RateKind = keyof RateBucket;

const unknown: Points = { remaining: null, resetAtMs: 0 };
export const unknownRate: RateBucket = { general: unknown, creation: unknown, downloads: unknown };

/** Helix counts by the minute, so this is how long an exhausted bucket without a word about its reset is left alone. */
const backoffMs = 60_000;
/** A reset further ahead than this is a clock that is wrong, here or there: Helix refills within a minute. */
const maxAheadMs = 600_000;
/** Clocks differ by seconds, and a reset is rounded to one: a reset this short a while ago is now. */
const clockSkewMs = 5_000;
const leastWaitMs = 1_000;

/** Takes a point for a request of this kind, or says when there is one again. */
export function takePoint(
  bucket: RateBucket,
  kind: RateKind,
  nowMs: number,
): { readonly bucket: RateBucket; readonly retryAtMs: number | null } {
  const kinds: readonly RateKind[] = kind === "general" ? ["general"] : ["general", kind];
  const waits = kinds.map((one) => blockedUntilMs(bucket[one], nowMs)).filter((wait) => wait !== null);
  if (waits.length > 0) return { bucket, retryAtMs: Math.max(...waits) };
  const taken = Object.fromEntries(kinds.map((one) => [one, spend(bucket[one])]));
  return { bucket: { ...bucket, ...taken }, retryAtMs: null };
}

/** What is known after an answer with these headers. */
export function learnRate(bucket: RateBucket, report: RateReport, nowMs: number): RateBucket {
  const { remaining, resetSeconds, creationRemaining, creationResetSeconds } = report;
  return {
    ...bucket,
    general: remaining === null ? bucket.general : { remaining, resetAtMs: resetMs(resetSeconds, nowMs) },
    creation:
      creationRemaining === null
        ? bucket.creation
        : { remaining: creationRemaining, resetAtMs: resetMs(creationResetSeconds, nowMs) },
  };
}

/** After a 429: when to ask again, and a bucket that is empty until then. */
export function exhaust(
  bucket: RateBucket,
  kind: RateKind,
  report: RateReport,
  nowMs: number,
): { readonly bucket: RateBucket; readonly retryAtMs: number } {
  // Where general points are left it is the call's own bucket that is empty, and only such calls have to wait.
  const empty: RateKind = (report.remaining ?? 0) > 0 ? kind : "general";
  const reset = { general: report.resetSeconds, creation: report.creationResetSeconds, downloads: null }[empty];
  const retryAtMs = saneResetMs(reset, nowMs) ?? retryAfterMs(report.retryAfterSeconds, nowMs) ?? nowMs + backoffMs;
  return { bucket: { ...bucket, [empty]: { remaining: 0, resetAtMs: retryAtMs } }, retryAtMs };
}

/** A reset that lies far ahead comes from a clock that has since been put back, and holds nobody up. */
function blockedUntilMs({ remaining, resetAtMs }: Points, nowMs: number): number | null {
  const isAhead = resetAtMs > nowMs && resetAtMs <= nowMs + maxAheadMs;
  return remaining !== null && remaining <= 0 && isAhead ? resetAtMs : null;
}

function spend({ remaining, resetAtMs }: Points): Points {
  return { remaining: remaining === null || remaining <= 0 ? null : remaining - 1, resetAtMs };
}

function resetMs(seconds: number | null, nowMs: number): number {
  return saneResetMs(seconds, nowMs) ?? nowMs + backoffMs;
}

function saneResetMs(seconds: number | null, nowMs: number): number | null {
  if (seconds === null) return null;
  const atMs = seconds * 1000;
  if (atMs < nowMs - clockSkewMs || atMs > nowMs + maxAheadMs) return null;
  return Math.max(atMs, nowMs + leastWaitMs);
}

function retryAfterMs(seconds: number | null, nowMs: number): number | null {
  if (seconds === null || seconds < 0) return null;
  return nowMs + Math.min(Math.max(seconds * 1000, leastWaitMs), maxAheadMs);
}
