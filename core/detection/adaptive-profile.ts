// Judges people's reactions against this channel's own normal. Three features: how unusual the number of people who
// speak is, how unusual the number of reactions is, and how many people ask for a clip.
import { baselineSamples, robustZ, sampleSeconds } from "./baseline.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import type { DetectorState } from "./detector-state.ts";
import { chatterWindowSeconds, demandWindowSeconds } from "./recent-people.ts";
import { exclusions, type Exclusion } from "./second.ts";
import { sumBack } from "./second-window.ts";
import { alertSignal, emoteSignal, keywordSignal, velocityTrigger, viewerSignal } from "./seed-profile.ts";
import type { Signal } from "./signal.ts";
import type { SuppressionReason } from "./suppression.ts";

export interface AdaptiveVerdict {
  /** Any of these makes a moment. */
  readonly signals: readonly Signal[];
  /** These only accompany one: fixed counts say little about a channel, but they explain. */
  readonly companions: readonly Signal[];
  readonly score: number;
  /** Why the chat's rise is not a moment, when it comes near one; null otherwise. */
  readonly suppressed: { readonly reason: SuppressionReason; readonly score: number } | null;
}

/** A rise to this part of the threshold is worth an explanation. */
const nearMiss = 0.6;

/** Below one usual deviation the chat did not jump; then it was the requests for a clip that made the score. */
const leastUnusual = 1;

/** True once ten minutes (`warmUpSeconds`) of the channel's normal are known. */
export function knowsNormal(state: DetectorState, { adaptive }: DetectionSettings): boolean {
  return state.baseline.chatters.counts.length >= Math.min(adaptive.warmUpSeconds / sampleSeconds, baselineSamples);
}

export function adaptiveVerdict(
  state: DetectorState,
  second: number,
  threshold: number,
  settings: DetectionSettings,
): AdaptiveVerdict {
  const { score, unusual } = adaptiveScore(state, second, settings, 0);
  const isRise = score >= threshold;
  // Whoever helped to lift the score is named, even one person alone.
  const demand = demandSignal(state, second, isRise ? 1 : settings.adaptive.clipDemandPeople);
  const guard = guardReason(state, second, settings);
  const strength = score / settings.adaptive.startThreshold;
  const chat =
    isRise && !guard && unusual >= leastUnusual
      ? velocityTrigger(state, second, sampleSeconds, messageRate(state, second), strength)
      : null;
  const viewers = guard === "raid" ? null : viewerSignal(state, second, settings);
  const signals = [chat, demand, viewers, alertSignal(state, second, settings)].filter((signal) => signal !== null);
  // Only a moment has use for company, and nearly every second has none.
  const companions =
    signals.length > 0 || state.episode
      ? [keywordSignal(state, second, settings), emoteSignal(state, second, settings)].filter(
          (signal) => signal !== null,
        )
      : [];
  return {
    signals,
    companions,
    score,
    suppressed: chat || demand ? null : suppression(state, second, settings, score, threshold, guard),
  };
}

/** People asking for a clip within half a minute: the strongest sign there is, whatever else the chat does. */
export function demandSignal(state: DetectorState, second: number, leastPeople: number): Signal | null {
  const people = sumBack(state.window, second, demandWindowSeconds, (bucket) => bucket.demand);
  if (people < leastPeople) return null;
  return {
    // One person asking alone leaves as much doubt as a signal half as strong as one that fires.
    strength: people / 2,
    trigger: {
      type: "clip_demand",
      atMs: second * 1000,
      windowSeconds: demandWindowSeconds,
      value: people,
      baseline: null,
      ratio: null,
      unit: "people asking for a clip",
      term: null,
    },
  };
}

/** `extra` people who react are added to what was counted: what the score would be with the messages left out. */
function adaptiveScore(
  state: DetectorState,
  second: number,
  settings: DetectionSettings,
  extra: number,
): { score: number; unusual: number } {
  const { adaptive, triggerWeights } = settings;
  const chatters = sumBack(state.window, second, chatterWindowSeconds, (bucket) => bucket.chatters) + extra;
  const reactions = sumBack(state.window, second, chatterWindowSeconds, (bucket) => bucket.reactions) + extra;
  const people = sumBack(state.window, second, demandWindowSeconds, (bucket) => bucket.demand);
  const unusual =
    (robustZ(state.baseline.chatters, chatters, adaptive.deviationFloor) +
      robustZ(state.baseline.reactions, reactions, adaptive.deviationFloor)) /
    2;
  const asked = adaptive.demandWeight * Math.min(people, adaptive.demandCap);
  const score = unusual * (triggerWeights.chat_velocity ?? 1) + asked * (triggerWeights.clip_demand ?? 1);
  return { score, unusual };
}

function messageRate(state: DetectorState, second: number): number {
  return sumBack(state.window, second, sampleSeconds, (bucket) => bucket.messages) / sampleSeconds;
}

/** Raids and gifted subscriptions make a chat jump by greetings and thanks, which nobody wants to watch again. */
function guardReason(
  state: DetectorState,
  second: number,
  { adaptive }: DetectionSettings,
): "raid" | "gifted_subs" | null {
  if (isWithin(state.lastRaidSecond, second, adaptive.raidGuardSeconds)) return "raid";
  return isWithin(state.lastGiftSecond, second, adaptive.giftGuardSeconds) ? "gifted_subs" : null;
}

function isWithin(eventSecond: number | null, second: number, guardSeconds: number): boolean {
  return eventSecond !== null && second >= eventSecond && second - eventSecond < guardSeconds;
}

function suppression(
  state: DetectorState,
  second: number,
  settings: DetectionSettings,
  score: number,
  threshold: number,
  guard: "raid" | "gifted_subs" | null,
): AdaptiveVerdict["suppressed"] {
  if (score >= threshold) return guard ? { reason: guard, score } : null;
  const { reason, count } = topExclusion(state, second);
  if (count > 0) {
    const { score: wouldScore } = adaptiveScore(state, second, settings, count);
    if (wouldScore >= threshold) return { reason, score: wouldScore };
  }
  return score >= nearMiss * threshold ? { reason: "below_threshold", score } : null;
}

function topExclusion(state: DetectorState, second: number): { reason: Exclusion; count: number } {
  let top: { reason: Exclusion; count: number } = { reason: "bot", count: 0 };
  for (const reason of exclusions) {
    const count = sumBack(state.window, second, sampleSeconds, (bucket) => bucket.excluded[reason]);
    if (count > top.count) top = { reason, count };
  }
  return top;
}
