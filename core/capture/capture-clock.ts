// Ties a captured track to event time by when its frames arrive: a track counts from a start of its own, and only arrival is on our clock.

/** One track's clock. Plain data; `startClock` begins one. */
export interface CaptureClock {
  /** When the present bucket of observations began, milliseconds of arrival; null before the first frame. */
  readonly bucketFromMs: number | null;
  /** Smallest arrival minus media time of the bucket before and of the present one. */
  readonly earlierMs: number;
  readonly presentMs: number;
  /** What is added to media time, milliseconds; null until it was settled once. */
  readonly offsetMs: number | null;
}

/** A frame that waits is late by whole tens of milliseconds now and then; within this time one comes without waiting. */
const bucketMs = 5_000;
/** A sound card that is off by 100 ppm gains 0.2 ms in a piece of two seconds; more than ten times that follows anything real. */
const largestSlewMs = 2;
/** Beyond this the ear notices that sound and picture part, and the track has jumped rather than drifted. */
const jumpMs = 80;

export function startClock(): CaptureClock {
  return {
    bucketFromMs: null,
    earlierMs: Number.POSITIVE_INFINITY,
    presentMs: Number.POSITIVE_INFINITY,
    offsetMs: null,
  };
}

/** The clock after a frame of `mediaMs` has arrived. */
export function hearFrame(clock: CaptureClock, mediaMs: number, arrivedAtMs: number): CaptureClock {
  const ownMs = arrivedAtMs - mediaMs;
  const isNewBucket = clock.bucketFromMs === null || arrivedAtMs - clock.bucketFromMs >= bucketMs;
  return isNewBucket
    ? { ...clock, bucketFromMs: arrivedAtMs, earlierMs: clock.presentMs, presentMs: ownMs }
    : { ...clock, presentMs: Math.min(clock.presentMs, ownMs) };
}

/**
 * Settles what is added to media time, once a piece: a drift is followed slowly, so that no picture comes twice; a jump at
 * once, and `hasJumped` then asks for a new run.
 */
export function settleClock(clock: CaptureClock): { readonly clock: CaptureClock; readonly hasJumped: boolean } {
  const seenMs = Math.min(clock.earlierMs, clock.presentMs);
  if (!Number.isFinite(seenMs)) return { clock, hasJumped: false };
  if (clock.offsetMs === null) return { clock: { ...clock, offsetMs: seenMs }, hasJumped: false };
  const awayMs = seenMs - clock.offsetMs;
  if (Math.abs(awayMs) > jumpMs) return { clock: { ...clock, offsetMs: seenMs }, hasJumped: true };
  const stepMs = Math.min(Math.max(awayMs, -largestSlewMs), largestSlewMs);
  return { clock: { ...clock, offsetMs: clock.offsetMs + stepMs }, hasJumped: false };
}
