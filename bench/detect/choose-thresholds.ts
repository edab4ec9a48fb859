// Chooses the detector's thresholds from streams without looking at a single label: only how often it fires counts.
import { type DetectionSettings, detectionSettingsFor } from "#core/detection/detection-settings.ts";
import { replay } from "#core/detection/replay.ts";
import { alarmsPerHour, type CountedStream } from "./outcome.ts";

/** The numbers that need choosing; everything else of the detector is as shipped. */
export interface Thresholds {
  readonly startThreshold: number;
  readonly startThresholdPerDoubling: number;
}

const startGrid = Array.from({ length: 51 }, (_, step) => (10 + step) / 10);

/**
 * The smallest start threshold of the grid at which the streams together have at most as many alarms an hour as the
 * budget asks for; and how much lower it is for twice the budget, from the same at two and at eight an hour.
 */
export function chooseThresholds(streams: readonly CountedStream[]): Thresholds {
  const slope = (smallestStart(streams, 2) - smallestStart(streams, 8)) / 2;
  return { startThreshold: smallestStart(streams, 4), startThresholdPerDoubling: Math.round(slope * 100) / 100 };
}

/** The shipped settings at a budget, with these thresholds. */
export function withThresholds(thresholds: Thresholds, budget: number): DetectionSettings {
  const settings = detectionSettingsFor({ profile: "adaptive", alarmsPerHour: budget });
  return { ...settings, adaptive: { ...settings.adaptive, ...thresholds } };
}

export function play(streams: readonly CountedStream[], settings: DetectionSettings) {
  return streams.map((counted) => ({ stream: counted.stream, moments: replay(counted.kept, settings).moments }));
}

const rates = new WeakMap<CountedStream, Map<string, number>>();

/** By bisection: a higher start never means more alarms but for chance. */
function smallestStart(streams: readonly CountedStream[], budget: number): number {
  let low = 0;
  let high = startGrid.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rateOf(streams, startGrid[middle] ?? 0, budget) <= budget) high = middle;
    else low = middle + 1;
  }
  return startGrid[low] ?? 0;
}

/** One stream's alarms depend on no other stream, so each is played once for each place of the grid. */
function rateOf(streams: readonly CountedStream[], start: number, budget: number): number {
  let alarms = 0;
  let hours = 0;
  for (const counted of streams) {
    const known = rates.get(counted) ?? new Map<string, number>();
    rates.set(counted, known);
    const place = `${start} ${budget}`;
    const [outcome] = known.has(place) ? [] : play([counted], settingsAt(start, budget));
    if (outcome) known.set(place, alarmsPerHour([outcome]));
    const streamHours = counted.stream.durationSeconds / 3600;
    alarms += (known.get(place) ?? 0) * streamHours;
    hours += streamHours;
  }
  return alarms / hours;
}

/** A start for this very budget. */
function settingsAt(startThreshold: number, budget: number): DetectionSettings {
  return withThresholds({ startThreshold, startThresholdPerDoubling: 0 }, budget);
}
