// Bursts that were not told as moments, each with its reason: the answer to "why did nothing fire?".
import { exclusions } from "./second.ts";

export const suppressionReasons = [
  ...exclusions,
  /** The chat greeted raiders. */
  "raid",
  /** The chat thanked for gifted subscriptions. */
  "gifted_subs",
  /** An ordinary rise, too small for the budget. */
  "below_threshold",
  /** The fixed rules of the warm-up fired again before the budget allowed another moment. */
  "warm_up",
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

export interface SuppressedBurst {
  readonly atMs: number;
  readonly reason: SuppressionReason;
  /**
   * What the burst scored, or would have scored with the messages that were left out. During the warm-up, how many times
   * over the strongest fixed rule was met, where 1 is just met.
   */
  readonly score: number;
  /** What the budget asked for at that time. */
  readonly threshold: number;
}

const maxBursts = 50;
// One burst is suppressed in many seconds; what lies this near together is told once, by its highest second.
const oneBurstMs = 60_000;

/** Remembers a suppressed second in place; bounded. */
export function noteSuppressed(bursts: SuppressedBurst[], burst: SuppressedBurst): void {
  const at = bursts.findLastIndex(
    ({ reason, atMs }) => reason === burst.reason && Math.abs(burst.atMs - atMs) < oneBurstMs,
  );
  const before = bursts[at];
  if (before) {
    if (burst.score > before.score) bursts[at] = burst;
    return;
  }
  bursts.push(burst);
  if (bursts.length > maxBursts) bursts.shift();
}

/** The rise of a burst is below the threshold until it is not: once it is a moment, it was not suppressed. */
export function forgetRise(bursts: SuppressedBurst[], fromMs: number): void {
  const kept = bursts.filter(({ reason, atMs }) => reason !== "below_threshold" || atMs < fromMs);
  bursts.splice(0, bursts.length, ...kept);
}
