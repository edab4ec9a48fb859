// A signal: a trigger, and how strongly it speaks.
import type { Trigger, TriggerType } from "#core/moments/moment.ts";

export interface Signal {
  readonly trigger: Trigger;
  /** 1 where it just fires; 2 where it is twice as strong. */
  readonly strength: number;
}

/**
 * The score of a moment: each signal leaves a part of the doubt, halved for each unit of strength, and the parts
 * multiply. One signal that just fires scores 0.5; two of them 0.75. A weight above 1 makes a signal's doubt smaller.
 */
export function fusedScore(signals: readonly Signal[], weights: Partial<Record<TriggerType, number>>): number {
  let doubt = 1;
  for (const { trigger, strength } of signals) doubt *= 0.5 ** (strength * (weights[trigger.type] ?? 1));
  return Math.round((1 - doubt) * 1000) / 1000;
}
