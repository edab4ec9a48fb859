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
  /** The last hour has brought three times the budget already. */
  "over_budget",
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

export interface SuppressedBurst {
  readonly atMs: number;
  readonly reason: SuppressionReason;
  /**
   * What the burst scored, or would have scored with the messages that were left out. During the warm-up and beyond the
   * budget, how many times over the strongest signal would have fired, where 1 is just enough.
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
  // The foot of a burst is below the threshold; what matters of it is that its top was not.
  const isNear = ({ atMs }: SuppressedBurst) => Math.abs(burst.atMs - atMs) < oneBurstMs;
  if (burst.reason === "over_budget") forgetRise(bursts, burst.atMs - oneBurstMs);
  if (burst.reason === "below_threshold" && bursts.some((one) => one.reason === "over_budget" && isNear(one))) return;
  const at = bursts.findLastIndex((one) => one.reason === burst.reason && isNear(one));
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
