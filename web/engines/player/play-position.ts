// Between event time and a player's own time, by what a playlist says of its fragments.
import type { TimeRange } from "#core/moments/moment.ts";

/** As hls.js knows a segment: seconds of its own time, and when it was broadcast, epoch milliseconds. */
export interface PlacedFragment {
  readonly programDateTime: number | null;
  readonly start: number;
  readonly duration: number;
}

type Dated = PlacedFragment & { readonly programDateTime: number };

/** Event time of a position; null without date-times. */
export function timeAtPosition(fragments: readonly PlacedFragment[], position: number): number | null {
  const dated = fragments.filter(isDated);
  const fragment = dated.findLast(({ start }) => start <= position) ?? dated[0];
  if (fragment === undefined) return null;
  return fragment.programDateTime + Math.min(position - fragment.start, fragment.duration) * 1000;
}

/** Position of a time: of what follows where the time is missing, of the nearest where it lies outside. Null without date-times. */
export function positionAtTime(fragments: readonly PlacedFragment[], atMs: number): number | null {
  const dated = fragments.filter(isDated);
  const index = dated.findLastIndex(({ programDateTime }) => programDateTime <= atMs);
  const fragment = dated[index];
  if (fragment === undefined) return dated[0]?.start ?? null;
  const into = (atMs - fragment.programDateTime) / 1000;
  if (into < fragment.duration) return fragment.start + into;
  return dated[index + 1]?.start ?? fragment.start + fragment.duration;
}

/** All the event time that can be played; null without date-times. */
export function playableRange(fragments: readonly PlacedFragment[]): TimeRange | null {
  const first = fragments.find(isDated);
  const last = fragments.findLast(isDated);
  if (first === undefined || last === undefined) return null;
  return { fromMs: first.programDateTime, toMs: last.programDateTime + last.duration * 1000 };
}

function isDated(fragment: PlacedFragment): fragment is Dated {
  return fragment.programDateTime !== null;
}
