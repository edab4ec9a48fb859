// What other settings would have made of a session: its kept seconds go through the detector again, without any text.
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import { observe } from "./detector.ts";
import { createDetectorState } from "./detector-state.ts";
import { restoreSecond, type SecondRow } from "./second-row.ts";
import type { SuppressedBurst } from "./suppression.ts";

export interface Replay {
  /** In the order they would have been told. */
  readonly moments: readonly DetectedMoment[];
  readonly suppressed: readonly SuppressedBurst[];
}

/** First and last second without a feed, epoch seconds. */
export type ReplayGap = readonly [fromSecond: number, toSecond: number];

// No stream lasts longer; what would come after that has a wrong date.
const maxSpanSeconds = 4 * 86_400;
// Silence is walked through in steps the detector does not take for an outage of its own.
const silentStepSeconds = 60;
/** A suppressed burst this old is settled: nothing later can turn it into the rise of a moment. */
const settledMs = 180_000;
/** Long enough for a peak to be confirmed after the last second. */
const afterwardsSeconds = 61;

/**
 * @param kept oldest first; a second that is neither kept nor in a gap was silent.
 * @param gaps oldest first: seconds nobody listened to, which are unknown and not silent.
 */
export function replay(
  kept: readonly SecondRow[],
  settings: DetectionSettings,
  gaps: readonly ReplayGap[] = [],
): Replay {
  const state = createDetectorState();
  const moments: DetectedMoment[] = [];
  const suppressed: SuppressedBurst[] = [];
  const first = kept[0]?.[0] ?? 0;
  let next = first;
  let gapsTold = 0;
  const hear = (second: SecondRow | null, at: number) => {
    const input = second
      ? ({ type: "second", second: restoreSecond(second) } as const)
      : ({ type: "tick", nowMs: at * 1000 } as const);
    for (const moment of observe(state, input, settings)) moments.push(moment);
    next = at;
  };
  for (const second of kept) {
    const at = second[0];
    // Out of order or out of all bounds.
    if (at < next || at > first + maxSpanSeconds) continue;
    // The detector remembers only the latest gaps, so each is told when its time has come.
    for (let gap = gaps[gapsTold]; gap && gap[0] <= at; gap = gaps[++gapsTold]) {
      observe(state, { type: "gap", fromMs: gap[0] * 1000, toMs: (gap[1] + 1) * 1000 }, settings);
    }
    while (at - next > silentStepSeconds) hear(null, next + silentStepSeconds);
    hear(second, at);
    const [oldest] = state.suppressed;
    if (oldest && oldest.atMs < at * 1000 - settledMs) {
      suppressed.push(oldest);
      state.suppressed.shift();
    }
  }
  if (kept.length > 0) hear(null, next + afterwardsSeconds);
  return { moments, suppressed: [...suppressed, ...state.suppressed] };
}
