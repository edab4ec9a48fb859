// How many labels an alarm found, and how many the same alarms would have found at other times of the same stream.

/** Where the peak of a moment may lie, relative to its label, in seconds. */
export interface LabelWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** A clip link is posted after the clip was made: the moment lies between three minutes and a quarter before. */
export const clipLinkWindow: LabelWindow = { fromSeconds: -180, toSeconds: -15 };
/** "Clip that" is written at the peak, and the label marks the second person who writes it. */
export const clipDemandWindow: LabelWindow = { fromSeconds: -30, toSeconds: 10 };

export function countFound(labels: readonly number[], peaks: readonly number[], window: LabelWindow): number {
  return labels.filter((label) =>
    peaks.some((peak) => peak >= label + window.fromSeconds && peak <= label + window.toSeconds),
  ).length;
}

/** Evenly spread shifts, the same in every run; none is so small that an alarm could meet its own label again. */
const shiftCount = 40;
const leastShiftSeconds = 400;

/** The mean of {@link countFound} over the same alarms moved in time, wrapping around the stream. */
export function countFoundShifted(
  labels: readonly number[],
  peaks: readonly number[],
  window: LabelWindow,
  durationSeconds: number,
): number {
  const room = Math.max(durationSeconds - 2 * leastShiftSeconds, 1);
  let found = 0;
  for (let index = 0; index < shiftCount; index++) {
    const shift = leastShiftSeconds + (room * index) / shiftCount;
    const moved = peaks.map((peak) => (peak + shift) % durationSeconds);
    found += countFound(labels, moved, window);
  }
  return found / shiftCount;
}
