// Why a stretch of a session brought no moment, and what it would have taken: sentences for a streamer.
import type { DetectionSettings } from "./detection-settings.ts";
import type { SecondRow } from "./second-row.ts";
import { replay, type ReplayGap } from "./replay.ts";
import type { SuppressedBurst, SuppressionReason } from "./suppression.ts";

/** One reason. `atMs` is when the chat rose, epoch milliseconds; null for what holds of the whole stretch. */
export interface SilenceReason {
  readonly atMs: number | null;
  readonly reason: SuppressionReason | "quiet" | "not_heard" | "warming_up" | "moment";
  readonly sentence: string;
  /** The least budget an hour that would have told this burst; null where no budget would, or none was asked. */
  readonly alarmsPerHour: number | null;
}

/** A session's kept seconds with the spans nobody listened to. */
export interface CountedSpan {
  readonly kept: readonly SecondRow[];
  readonly gaps?: readonly ReplayGap[];
}

/** The budgets a person can try, moments an hour. */
const budgets = [2, 3, 4, 6, 8, 12, 20, 30, 60];
/** More than this is a list and no answer; the highest come first. */
const maxReasons = 6;
/** A burst told within so much of its suppressed second is the same burst. */
const sameBurstMs = 60_000;

const excluded: Record<Exclude<SuppressionReason, "below_threshold">, string> = {
  bot: "Chat rose here, but the messages came from bots on your list",
  copypasta: "Chat rose here, but people pasted the same text over and over",
  one_person: "Chat rose here, but one person wrote most of it",
  raid: "Chat rose here to greet a raid",
  gifted_subs: "Chat rose here to give thanks for gifted subscriptions",
  warm_up:
    "Chat was fast here, but so early in a stream its normal is not known yet, and the moments this leaves room for were already told",
  over_budget: "Chat rose here enough for a moment, but the hour before had brought all the moments your budget allows",
};

/** Over `[fromMs, toMs)`, in order of time; the budget in a sentence is tried, by replaying at each. */
export function explainSilence(
  { kept, gaps = [] }: CountedSpan,
  settings: DetectionSettings,
  fromMs: number,
  toMs: number,
): SilenceReason[] {
  // What comes after the stretch cannot change it, but for a peak that is still waiting to be confirmed.
  const upTo = kept.filter(([second]) => second * 1000 < toMs + sameBurstMs);
  const played = replay(upTo, settings, gaps);
  const told = played.moments.find(({ onsetMs, peakMs }) => peakMs >= fromMs && onsetMs < toMs);
  if (told) {
    // The settings may have been others at that time, so that this moment is in no list.
    const sentence = `With the present settings this would be a moment: ${told.explanation}`;
    return [{ atMs: told.peakMs, reason: "moment", sentence, alarmsPerHour: null }];
  }
  const bursts = highest(played.suppressed.filter(({ atMs }) => atMs >= fromMs && atMs < toMs));
  if (bursts.length === 0) return [whole(wholeReason(kept, gaps, settings, fromMs, toMs))];
  const near = bursts.filter(({ reason }) => isOfBudget(reason));
  const tried = tryBudgets(upTo, gaps, settings, near);
  return bursts.map((burst) => reasonOf(burst, tried.get(burst) ?? null));
}

/** The least larger budget at which each burst is told; a burst that none tells is not in the map. */
function tryBudgets(
  kept: readonly SecondRow[],
  gaps: readonly ReplayGap[],
  settings: DetectionSettings,
  bursts: readonly SuppressedBurst[],
): Map<SuppressedBurst, number> {
  const found = new Map<SuppressedBurst, number>();
  for (const alarmsPerHour of budgets) {
    if (found.size === bursts.length) break;
    if (alarmsPerHour <= settings.adaptive.alarmsPerHour) continue;
    const { moments } = replay(kept, { ...settings, adaptive: { ...settings.adaptive, alarmsPerHour } }, gaps);
    for (const burst of bursts) {
      const isTold = moments.some(({ onsetMs, detectedMs }) => burst.atMs >= onsetMs && burst.atMs <= detectedMs);
      if (isTold && !found.has(burst)) found.set(burst, alarmsPerHour);
    }
  }
  return found;
}

function reasonOf(burst: SuppressedBurst, budget: number | null): SilenceReason {
  const { atMs, reason } = burst;
  if (reason !== "below_threshold") {
    const would = budget === null ? "" : `; it would have been told at ${budget} an hour`;
    return { atMs, reason, sentence: `${excluded[reason]}${would}.`, alarmsPerHour: budget };
  }
  const rise = `Chat rose here to ${Math.round((100 * burst.score) / burst.threshold)} % of what a moment needed`;
  const would = budget === null ? "too little at any budget" : `it would have been told at ${budget} an hour`;
  return { atMs, reason, sentence: `${rise}; ${would}.`, alarmsPerHour: budget };
}

/** What a larger budget may tell; for the others it would take another chat. */
function isOfBudget(reason: SuppressionReason): boolean {
  return reason === "below_threshold" || reason === "over_budget" || reason === "warm_up";
}

function wholeReason(
  kept: readonly SecondRow[],
  gaps: readonly ReplayGap[],
  { profile, adaptive }: DetectionSettings,
  fromMs: number,
  toMs: number,
): keyof typeof wholeSentences {
  const first = (kept[0]?.[0] ?? Infinity) * 1000;
  if (toMs <= first || gaps.some(([from, to]) => from * 1000 < toMs && (to + 1) * 1000 > fromMs)) return "not_heard";
  return profile === "adaptive" && toMs < first + adaptive.warmUpSeconds * 1000 ? "warming_up" : "quiet";
}

const wholeSentences = {
  quiet: "Chat stayed near its usual pace.",
  not_heard: "Chat was not heard for all of this time: what happened in it is unknown.",
  warming_up: "The stream was too young for its normal to be known, and chat was not fast enough for the fixed rules.",
} as const;

function whole(reason: keyof typeof wholeSentences): SilenceReason {
  return { atMs: null, reason, sentence: wholeSentences[reason], alarmsPerHour: null };
}

function highest(bursts: readonly SuppressedBurst[]): SuppressedBurst[] {
  return bursts
    .toSorted((a, b) => b.score / b.threshold - a.score / a.threshold)
    .slice(0, maxReasons)
    .toSorted((a, b) => a.atMs - b.atMs);
}
