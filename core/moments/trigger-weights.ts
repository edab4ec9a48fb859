// How much each trigger counts, learnt from what people keep and discard: a shrunken ratio, so that a few answers move
// it little and many answers move it as far as they agree.
import { z } from "zod";
import { type Moment, type TriggerType, triggerTypes } from "#core/moments/moment.ts";

export const verdictSchema = z.enum(["kept", "discarded"]);
/** What a person said of a moment: worth clipping, or not. */
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * Answers that the channel's overall share is taken to be worth: before anybody has said anything of a trigger, it is
 * as if ten of its moments had been judged, as often kept as all the channel's moments are.
 */
export const priorAnswers = 10;
/** Half of the channel's first moments are taken to be kept, again with the weight of ten answers. */
const priorShare = 0.5;
/** Feedback tunes a detector, it does not switch it off: no trigger counts less than half or more than twice. */
const leastWeight = 0.5;
const mostWeight = 2;

export const triggerFeedbackSchema = z.object({
  type: z.enum(triggerTypes),
  kept: z.number().int().nonnegative(),
  discarded: z.number().int().nonnegative(),
  weight: z.number().min(leastWeight).max(mostWeight),
});
export type TriggerFeedback = z.infer<typeof triggerFeedbackSchema>;

type Judged = { readonly moment: Pick<Moment, "triggers">; readonly verdict: Verdict };

/**
 * With k of n moments of a trigger kept, and the share p = (kept + 10 · ½) / (judged + 10) over all the channel's judged
 * moments, the weight is ((k + 10 · p) / (n + 10)) / p: above 1 for a trigger whose moments are kept more often than the
 * others. Only triggers that were judged are listed; moments made by hand say nothing of a detector.
 */
export function triggerFeedback(judged: readonly Judged[]): TriggerFeedback[] {
  const detected = judged.filter(({ moment }) => moment.triggers.every(({ type }) => type !== "manual"));
  const share = shrunken(countKept(detected), detected.length, priorShare);
  return triggerTypes.flatMap((type) => {
    const own = detected.filter(({ moment }) => moment.triggers.some((trigger) => trigger.type === type));
    if (own.length === 0) return [];
    const kept = countKept(own);
    const ratio = shrunken(kept, own.length, share) / share;
    const weight = Math.min(Math.max(Math.round(ratio * 100) / 100, leastWeight), mostWeight);
    return [{ type, kept, discarded: own.length - kept, weight }];
  });
}

export function weightsOf(feedback: readonly TriggerFeedback[]): Partial<Record<TriggerType, number>> {
  return Object.fromEntries(feedback.map(({ type, weight }) => [type, weight]));
}

function shrunken(kept: number, judged: number, share: number): number {
  return (kept + priorAnswers * share) / (judged + priorAnswers);
}

function countKept(judged: readonly Judged[]): number {
  return judged.filter(({ verdict }) => verdict === "kept").length;
}
