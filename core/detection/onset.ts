// When a reaction was strongest and when it began to rise, read from the seconds around its signals.
import { usualCount } from "./baseline.ts";
import { isKnownSecond, type DetectorState } from "./detector-state.ts";
import { secondAt } from "./second-window.ts";

// Reactions rise within half a minute; further back lies another story.
const maxRiseSeconds = 45;
// The rate has returned to normal when four fifths of the rise are gone; the rest is noise around the baseline.
const riseFraction = 0.2;
// Two calm seconds in a row: one alone is only a breath.
const calmSeconds = 2;

/** Where the strongest second of a reaction is looked for. */
export interface PeakSearch {
  /** A signal fires at the end of its window, so the peak may lie this long before it. */
  readonly backSeconds: number;
  readonly lastSecond: number;
}

/** The strongest second of the reaction whose first signal came at `startSecond`. */
export function peakSecond(state: DetectorState, startSecond: number, { backSeconds, lastSecond }: PeakSearch): number {
  let peak = startSecond;
  let highest = 0;
  // After an outage the last second may be hours later.
  const last = Math.min(lastSecond, startSecond + maxRiseSeconds);
  for (let second = startSecond - backSeconds; second <= last; second++) {
    const rate = smoothedRate(state, second);
    if (rate > highest) {
      highest = rate;
      peak = second;
    }
  }
  return peak;
}

/** Walks back from the peak to the second in which the smoothed rate left the channel's normal. */
export function onsetSecond(state: DetectorState, peak: number): number {
  const normal = normalRate(state, peak);
  const calm = normal + riseFraction * Math.max(0, smoothedRate(state, peak) - normal);
  let onset = peak;
  let calmSoFar = 0;
  for (let second = peak - 1; second >= peak - maxRiseSeconds && calmSoFar < calmSeconds; second--) {
    if (!isKnownSecond(state, second)) break;
    if (smoothedRate(state, second) > calm) {
      onset = second;
      calmSoFar = 0;
    } else {
      calmSoFar++;
    }
  }
  return onset;
}

/** People's messages and their reactions, a second, over three seconds around `second`. */
function smoothedRate(state: DetectorState, second: number): number {
  let sum = 0;
  for (let at = second - 1; at <= second + 1; at++) {
    const bucket = secondAt(state.window, at);
    if (!bucket) continue;
    const { copypasta, one_person } = bucket.excluded;
    sum += bucket.messages - copypasta - one_person + bucket.reactions;
  }
  return sum / 3;
}

/** What is usual, a second; before the baseline exists, the mean of the minute before a reaction can have begun. */
function normalRate(state: DetectorState, peak: number): number {
  const messages = usualCount(state.baseline.messages);
  const reactions = usualCount(state.baseline.reactions);
  if (messages !== null && reactions !== null) return (messages + reactions) / 10;
  let sum = 0;
  let seconds = 0;
  for (let second = peak - maxRiseSeconds - 60; second < peak - maxRiseSeconds; second++) {
    if (!isKnownSecond(state, second)) continue;
    sum += smoothedRate(state, second);
    seconds++;
  }
  return seconds === 0 ? 0 : sum / seconds;
}
