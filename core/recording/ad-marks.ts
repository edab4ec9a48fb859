// Where a source says that it shows advertisements: ranges by date, and cues at segments.
import { z } from "zod";

/** EXT-X-DATERANGE of an advertisement. */
export interface AdRange {
  readonly fromMs: number;
  /** Null while the source has not said how long it is. */
  readonly toMs: number | null;
}

/** A segment with its place in time, as far as breaks are concerned. */
interface CuedSegment {
  readonly startMs: number;
  readonly breakMs: number | null;
  readonly endsBreak: boolean;
}

export interface AdState {
  /** Starts of the advertisements that have been told. */
  readonly toldFromMs: readonly number[];
  /** Since when a break runs that was announced without a length. */
  readonly openFromMs: number | null;
}

export const noAds: AdState = { toldFromMs: [], openFromMs: null };

/** A broken playlist must not fill memory. */
const maxRanges = 200;
/** The same advertisement is told again in each playlist, and its date may be rounded anew. */
const sameWithinMs = 1000;
/** A break that is not ended within this was never meant to be one. */
const longestBreakMs = 15 * 60_000;

const rangeSchema = z.object({
  class: z.string().optional(),
  startDate: z.date(),
  endDate: z.date().optional(),
  duration: z.number().nonnegative().max(3600).optional(),
  plannedDuration: z.number().nonnegative().max(3600).optional(),
  scte35Out: z.unknown().optional(),
});

export function readAdRanges(dateRanges: readonly unknown[]): AdRange[] {
  return dateRanges.slice(-maxRanges).flatMap((raw): AdRange[] => {
    const range = rangeSchema.safeParse(raw).data;
    if (range === undefined || Number.isNaN(range.startDate.getTime())) return [];
    const isAd = range.scte35Out !== undefined || /stitched-ad|(^|[.:-])ad(s|-break|break)?$/i.test(range.class ?? "");
    if (!isAd) return [];
    const fromMs = range.startDate.getTime();
    const seconds = range.duration ?? range.plannedDuration;
    const toMs = seconds === undefined ? (range.endDate?.getTime() ?? null) : fromMs + seconds * 1000;
    return toMs !== null && !(toMs > fromMs) ? [] : [{ fromMs, toMs }];
  });
}

/** Takes in one reading, `segments` being those listed for the first time; `ads` are advertisements not told before. */
export function stepAds(
  state: AdState,
  ranges: readonly AdRange[],
  segments: readonly CuedSegment[],
): { readonly state: AdState; readonly ads: readonly { fromMs: number; toMs: number }[] } {
  let { openFromMs } = state;
  const told = [...state.toldFromMs];
  const ads: { fromMs: number; toMs: number }[] = [];
  const tell = (fromMs: number, toMs: number) => {
    if (told.some((earlier) => Math.abs(earlier - fromMs) < sameWithinMs)) return;
    told.push(fromMs);
    ads.push({ fromMs, toMs });
  };
  for (const { fromMs, toMs } of ranges) if (toMs !== null) tell(fromMs, toMs);
  for (const { startMs, breakMs, endsBreak } of segments) {
    const isTooLong = openFromMs !== null && startMs - openFromMs > longestBreakMs;
    if (openFromMs !== null && (endsBreak || isTooLong)) {
      if (!isTooLong) tell(openFromMs, startMs);
      openFromMs = null;
    }
    if (breakMs === null) continue;
    if (breakMs > 0) tell(startMs, startMs + breakMs);
    else openFromMs ??= startMs;
  }
  return { state: { toldFromMs: told.slice(-maxRanges), openFromMs }, ads };
}
