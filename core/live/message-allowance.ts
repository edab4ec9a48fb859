// How much one page may say over its live socket: every message costs the object work, and an accepted one all its pages.

export interface MessageAllowance {
  readonly left: number;
  readonly atMs: number;
}

/** A page says something when its recorder starts or stops, and else every five seconds. */
const burst = 20;
const refillPerSecond = 1;

export function fullAllowance(nowMs: number): MessageAllowance {
  return { left: burst, atMs: nowMs };
}

/** What is left after one more message; null when it is one too many. A clock that jumps back refills nothing. */
export function spendMessage({ left, atMs }: MessageAllowance, nowMs: number): MessageAllowance | null {
  const refilled = Math.min(burst, left + (Math.max(0, nowMs - atMs) / 1000) * refillPerSecond);
  return refilled < 1 ? null : { left: refilled - 1, atMs: nowMs };
}
