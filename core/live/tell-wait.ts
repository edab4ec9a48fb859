// How often live pages are told of what changes all the time: the first change at once, all of the next second together.
const everyMs = 1_000;

/** How long to wait before telling; `toldAtMs` is when that was last done. A clock that jumps back delays nothing. */
export function tellWaitMs(toldAtMs: number, nowMs: number): number {
  const sinceMs = nowMs - toldAtMs;
  return sinceMs < 0 ? 0 : Math.max(0, everyMs - sinceMs);
}
