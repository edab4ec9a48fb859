// Now, as a clock that never goes back: the wall's time at the start, and steady time from there.

/** What the wall's clock showed when the steady one showed 0, milliseconds. */
export interface SteadyNow {
  readonly anchorMs: number;
}

/** A wall that is ahead by more than this has slept or was set; less is jitter of reading two clocks. */
const aheadMs = 250;

export function startSteadyNow(steadyMs: number, wallMs: number): SteadyNow {
  return { anchorMs: wallMs - steadyMs };
}

/**
 * After sleep the wall is ahead, because the steady clock may stand still meanwhile, and is followed. A wall that was set
 * back is not: what is recorded then would lie over what was recorded before.
 */
export function readSteadyNow(now: SteadyNow, steadyMs: number, wallMs: number): { now: SteadyNow; atMs: number } {
  const isAhead = wallMs - (now.anchorMs + steadyMs) > aheadMs;
  const next = isAhead ? startSteadyNow(steadyMs, wallMs) : now;
  return { now: next, atMs: next.anchorMs + steadyMs };
}
