// Judges one second: opens an episode when signals fire, follows it to its peak, and closes it as one moment.
import type { DetectedMoment, TriggerType } from "#core/moments/moment.ts";
import { adaptiveVerdict, demandSignal, knowsNormal } from "./adaptive-profile.ts";
import { addSample, sampleSeconds, seriesNames } from "./baseline.ts";
import { hasRoom, startThreshold, thresholdAfterAlarm, thresholdAfterSecond } from "./budget.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import { isKnownSecond, type DetectorState, type Episode } from "./detector-state.ts";
import { explain } from "./explanation.ts";
import { onsetSecond, peakSecond } from "./onset.ts";
import { demandWindowSeconds } from "./recent-people.ts";
import { sumBack } from "./second-window.ts";
import { seedSignals } from "./seed-profile.ts";
import { fusedScore, type Signal } from "./signal.ts";
import { forgetRise, noteSuppressed } from "./suppression.ts";

// An hour of the largest budget that may be exceeded threefold before the cooldown of a minute forbids more anyway.
const momentsRemembered = 60;

/** The longest window of a signal that tells of how fast chat is. */
const signalWindowSeconds = 10;

/** @returns the moment that ends its wait in this second, or null. A second that late messages changed is judged again. */
export function judgeSecond(state: DetectorState, second: number, settings: DetectionSettings): DetectedMoment | null {
  state.threshold ??= startThreshold(settings.adaptive);
  const isFirstTime = state.frontSecond === null || second > state.frontSecond;
  if (isFirstTime) {
    state.frontSecond = second;
    state.threshold = thresholdAfterSecond(state.threshold, settings.adaptive);
    sampleBaseline(state, second - settings.adaptive.baselineLagSeconds);
  }
  const findings = find(state, second, state.threshold, settings);
  follow(state, second, findings, settings);
  const { episode } = state;
  return episode && isOver(episode, second, settings) ? close(state, episode, second, settings) : null;
}

/** What one second shows, whichever profile looks at it. */
interface Findings {
  readonly profile: Episode["profile"];
  readonly signals: readonly Signal[];
  readonly companions: readonly Signal[];
  /** What the peak is the highest of. */
  readonly intensity: number;
}

function find(state: DetectorState, second: number, threshold: number, settings: DetectionSettings): Findings {
  if (settings.profile === "adaptive" && knowsNormal(state, settings)) {
    const { suppressed, ...verdict } = adaptiveVerdict(state, second, threshold, settings);
    if (suppressed && !state.episode && isFree(state, second, settings)) {
      noteSuppressed(state.suppressed, { atMs: second * 1000, threshold, ...suppressed });
    }
    return { profile: "adaptive", ...verdict, intensity: verdict.score };
  }
  const seeds =
    settings.profile === "seed" ? seedSignals(state, second, settings) : warmUpSignals(state, second, settings);
  const demand =
    settings.profile === "adaptive" ? demandSignal(state, second, settings.adaptive.clipDemandPeople) : null;
  return {
    profile: seeds.length > 0 || !demand ? "seed" : "adaptive",
    signals: demand ? [...seeds, demand] : seeds,
    companions: [],
    intensity: sumBack(state.window, second, 3, (bucket) => bucket.messages),
  };
}

/**
 * The seed rules while they stand in for the adaptive profile, at most as often as the budget has room for. They do not
 * know the channel: on a big chat they would spend hours of the budget in the first ten minutes.
 */
function warmUpSignals(state: DetectorState, second: number, settings: DetectionSettings): readonly Signal[] {
  const signals = seedSignals(state, second, settings);
  if (signals.length === 0 || state.episode) return signals;
  const leastSeconds = 3600 / settings.adaptive.alarmsPerHour;
  if (state.momentSeconds.every((start) => Math.abs(second - start) >= leastSeconds)) return signals;
  if (isFree(state, second, settings)) {
    const score = Math.max(...signals.map(({ strength }) => strength));
    noteSuppressed(state.suppressed, { atMs: second * 1000, reason: "warm_up", score, threshold: 1 });
  }
  return [];
}

function follow(state: DetectorState, second: number, findings: Findings, settings: DetectionSettings): void {
  const { profile, signals, companions, intensity } = findings;
  if (!state.episode && signals.length > 0 && isFree(state, second, settings)) {
    if (settings.profile === "adaptive" && !hasRoom(state.momentSeconds, second, settings.adaptive)) {
      const score = Math.max(...signals.map(({ strength }) => strength));
      noteSuppressed(state.suppressed, { atMs: second * 1000, reason: "over_budget", score, threshold: 1 });
      return;
    }
    state.episode = { profile, startSecond: second, riseSecond: second, intensity, signals: new Map() };
  }
  const { episode } = state;
  if (!episode) return;
  for (const signal of [...signals, ...companions]) keepStronger(episode.signals, signal);
  if (intensity > episode.intensity) {
    episode.intensity = intensity;
    episode.riseSecond = second;
  }
}

function keepStronger(signals: Map<TriggerType, Signal>, signal: Signal): void {
  const before = signals.get(signal.trigger.type);
  if (!before || signal.strength > before.strength) signals.set(signal.trigger.type, signal);
}

/** Not within the cooldown of a moment, before or after: what lies there belongs to that moment. */
function isFree(state: DetectorState, second: number, settings: DetectionSettings): boolean {
  const { cooldownSeconds } = settings[settings.profile];
  return state.momentSeconds.every((start) => Math.abs(second - start) >= cooldownSeconds);
}

/**
 * A moment is told when its peak has passed, because before that neither onset nor peak is known; and at the latest
 * `maxWaitSeconds` after its first signal, because a clip of a live stream cannot wait for a crowd to calm down.
 */
function isOver(episode: Episode, second: number, settings: DetectionSettings): boolean {
  const { peakConfirmSeconds, maxWaitSeconds } = settings[episode.profile];
  return second - episode.riseSecond >= peakConfirmSeconds || second - episode.startSecond >= maxWaitSeconds;
}

function close(state: DetectorState, episode: Episode, second: number, settings: DetectionSettings): DetectedMoment {
  const signals = [...episode.signals.values()];
  const isOfChat = signals.some(({ trigger }) => trigger.type !== "viewer_spike" && trigger.type !== "alert");
  const search = { backSeconds: searchBackSeconds(state, episode, settings), lastSecond: second };
  const peak = isOfChat ? peakSecond(state, episode.startSecond, search) : episode.startSecond;
  const onset = isOfChat ? onsetSecond(state, peak) : peak;
  state.episode = null;
  state.momentSeconds.push(episode.startSecond);
  if (state.momentSeconds.length > momentsRemembered) state.momentSeconds.shift();
  state.threshold = thresholdAfterAlarm(state.threshold ?? startThreshold(settings.adaptive), settings.adaptive);
  forgetRise(state.suppressed, (onset - sampleSeconds) * 1000);

  const triggers = signals.map(({ trigger }) => trigger);
  return {
    onsetMs: onset * 1000,
    peakMs: peak * 1000,
    detectedMs: (second + 1) * 1000,
    score: fusedScore(signals, settings.triggerWeights),
    triggers,
    profile: episode.profile,
    explanation: explain(triggers),
    viewerCount: state.viewers.at(-1)?.count ?? null,
  };
}

/**
 * How long before its first signal a reaction may have peaked. While the normal is unknown, people asking for a clip may
 * be the only signal of a rise that the fixed rules had no room for, and they are counted over half a minute. What
 * belongs to the moment before is left to it.
 */
function searchBackSeconds(state: DetectorState, { startSecond }: Episode, settings: DetectionSettings): number {
  const back = settings.profile === "seed" || knowsNormal(state, settings) ? signalWindowSeconds : demandWindowSeconds;
  const before = state.momentSeconds.filter((start) => start < startSecond);
  const free = startSecond - Math.max(...before.map((start) => start + settings[settings.profile].maxWaitSeconds));
  return Math.max(0, Math.min(back, free));
}

/** Every ten seconds the ten seconds up to `last` become part of the normal, if all of them were heard. */
function sampleBaseline(state: DetectorState, last: number): void {
  if (last % sampleSeconds !== sampleSeconds - 1) return;
  for (let back = 0; back < sampleSeconds; back++) if (!isKnownSecond(state, last - back)) return;
  for (const name of seriesNames) {
    addSample(
      state.baseline[name],
      sumBack(state.window, last, sampleSeconds, (bucket) => bucket[name]),
    );
  }
}
