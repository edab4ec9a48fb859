// A token bucket per caller, as Helix counts points: it refills evenly and is full after a minute.

export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** When the bucket will be full again, whole epoch seconds. */
  readonly resetSeconds: number;
  readonly isAllowed: boolean;
}

/** Takes one point from the caller's bucket. */
export type TakePoint = (caller: string) => RateState;

export function createRateBucket(limit: number, nowMs: () => number): TakePoint {
  const buckets = new Map<string, { points: number; atMs: number }>();
  return (caller) => {
    const now = nowMs();
    const bucket = buckets.get(caller) ?? { points: limit, atMs: now };
    const refilled = Math.min(limit, bucket.points + ((now - bucket.atMs) * limit) / 60_000);
    const isAllowed = refilled >= 1;
    const points = isAllowed ? refilled - 1 : refilled;
    buckets.set(caller, { points, atMs: now });
    const resetSeconds = Math.ceil((now + ((limit - points) * 60_000) / limit) / 1000);
    return { limit, remaining: Math.floor(points), resetSeconds, isAllowed };
  };
}
