// Decides where each newly listed segment belongs in the recording, and what of the stream is lost for good.
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import type { Gap } from "#core/recording/piece.ts";
import type { MediaResource } from "#core/recording/playlist.ts";

/** The newest segment that was listed. */
export interface Cursor {
  readonly sequence: number;
  readonly run: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** A segment to fetch, with its place in the recording decided. */
export interface PlannedSegment extends MediaResource {
  /** Media sequence number. */
  readonly sequence: number;
  readonly run: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly init: MediaResource | null;
}

export interface FetchPlan {
  /** Oldest first. */
  readonly segments: readonly PlannedSegment[];
  /** Footage that cannot be had any more, or never was. */
  readonly gaps: readonly Gap[];
  /** The newest listed segment after this reading. */
  readonly cursor: Cursor | null;
  /** Its numbers mean other segments than those of the readings before. */
  readonly isRestarted: boolean;
}

/**
 * `watched`: read so lately that nothing can have come and gone unseen; `unreachable`: the playlist did not answer;
 * `asleep`: nobody asked, because the tab or the computer stood still.
 */
export type Watch = "watched" | "unreachable" | "asleep";

export interface FetchQuestion {
  /** Null at the start of a recording. */
  readonly cursor: Cursor | null;
  readonly segments: readonly TimedSegment[];
  /** The cursor was left by an earlier life of the page. */
  readonly isResumed: boolean;
  /** The cursor's numbers belong to another playlist, so only times can be compared. */
  readonly isOtherPlaylist: boolean;
  /** Times were moved on the axis: what is listed anew begins a run. */
  readonly isMoved: boolean;
  /** How it went since the reading before. */
  readonly since: Watch;
  /** What an earlier life has on disk or knows to be lost, for the first reading of a resumed recording. */
  readonly held: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** Date-times of neighbours are rounded and jitter; less than this is no hole. */
export const timeToleranceMs = 250;
/** How much a first reading takes of a playlist that reaches far back. */
const firstBacklogMs = 5 * 60_000;
/** How much a later reading catches up after a sleep. */
const laterBacklogMs = 30 * 60_000;

export function planFetch(question: FetchQuestion): FetchPlan {
  const { cursor, segments, isResumed, isOtherPlaylist, held } = question;
  if (cursor === null) return planAnew(segments);
  const isRestarted = isOtherPlaylist || wasRestarted(cursor, segments);
  const isAfter = (segment: TimedSegment): boolean =>
    isRestarted ? segment.startMs + timeToleranceMs >= endOf(cursor) : segment.sequence > cursor.sequence;
  const behind = isResumed ? segments.filter((segment) => !isAfter(segment) && !isHeld(segment, held)) : [];
  const wanted = newest([...behind, ...segments.filter(isAfter)], laterBacklogMs);
  const first = wanted.find(isAfter);
  const follows = !isRestarted && first?.sequence === cursor.sequence + 1;
  const isApart = first !== undefined && (!follows || question.isMoved);

  let run = cursor.run;
  const planned = wanted.map((segment): PlannedSegment => {
    if (!isAfter(segment)) return toPlanned(segment, runBehind(cursor, segments, segment));
    // A new run has begun already where the recording does not follow on.
    if (segment === first ? isApart || segment.isDiscontinuous : segment.isDiscontinuous) run += 1;
    return toPlanned(segment, run);
  });
  const gaps = wanted.flatMap((segment): Gap[] => (segment.isGap ? [gapOf(segment, "source_silent")] : []));
  const isHole = first !== undefined && first.startMs - endOf(cursor) > timeToleranceMs;
  if (isHole)
    gaps.unshift({ fromMs: endOf(cursor), toMs: first.startMs, reason: reasonOf(question, follows, isRestarted) });
  const last = planned.at(-1);
  return {
    segments: planned.filter((_, index) => wanted[index]?.isGap === false),
    gaps: isResumed
      ? [
          ...holesIn(
            held,
            wanted.filter((segment) => !isAfter(segment)),
          ),
          ...gaps,
        ]
      : gaps,
    cursor: first === undefined || last === undefined ? cursor : cursorAt(last),
    isRestarted,
  };
}

export function gapOf({ startMs, durationMs }: Pick<Cursor, "startMs" | "durationMs">, reason: Gap["reason"]): Gap {
  return { fromMs: startMs, toMs: startMs + durationMs, reason };
}

function planAnew(segments: readonly TimedSegment[]): FetchPlan {
  const wanted = newest(segments, firstBacklogMs);
  let run = 0;
  const planned = wanted.map((segment, index) =>
    toPlanned(segment, segment.isDiscontinuous && index > 0 ? ++run : run),
  );
  const last = planned.at(-1);
  return {
    segments: planned.filter((_, index) => wanted[index]?.isGap === false),
    gaps: wanted.filter(({ isGap }) => isGap).map((segment) => gapOf(segment, "source_silent")),
    cursor: last === undefined ? null : cursorAt(last),
    isRestarted: false,
  };
}

/** True when the origin counts from another start, so that its sequence numbers mean other segments than ours. */
function wasRestarted(cursor: Cursor, segments: readonly TimedSegment[]): boolean {
  const last = segments.at(-1);
  if (last === undefined) return false;
  const same = segments.find((segment) => segment.sequence === cursor.sequence);
  if (same !== undefined) return Math.abs(same.startMs - cursor.startMs) > Math.max(1000, 2 * cursor.durationMs);
  // Lower numbers and later footage: a restart. Lower numbers and known footage: an outdated copy of the playlist.
  return last.sequence < cursor.sequence && last.startMs + last.durationMs > endOf(cursor) + timeToleranceMs;
}

function reasonOf({ isResumed, isOtherPlaylist, since }: FetchQuestion, follows: boolean, isRestarted: boolean) {
  // One number after the other, and time between them; or a new count that was seen from its beginning.
  if (follows || (isRestarted && !isOtherPlaylist && !isResumed && since === "watched")) return "source_silent";
  if (isResumed || since === "asleep") return "recorder_stopped";
  return since === "unreachable" ? "fetch_failed" : "left_playlist";
}

function isHeld(segment: TimedSegment, held: FetchQuestion["held"]): boolean {
  const middleMs = segment.startMs + segment.durationMs / 2;
  return held.some(({ fromMs, toMs }) => fromMs <= middleMs && middleMs < toMs);
}

/** The run of a segment before the cursor: one less for each discontinuity in between. */
function runBehind(cursor: Cursor, segments: readonly TimedSegment[], segment: TimedSegment): number {
  const joints = segments.filter(
    ({ isDiscontinuous, sequence }) => isDiscontinuous && sequence > segment.sequence && sequence <= cursor.sequence,
  );
  return Math.max(0, cursor.run - joints.length);
}

/** Holes of what an earlier life left that nothing in the playlist fills. */
function holesIn(held: FetchQuestion["held"], filling: readonly TimedSegment[]): Gap[] {
  const parts = [
    ...held,
    ...filling.map((segment) => ({ fromMs: segment.startMs, toMs: segment.startMs + segment.durationMs })),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
  const holes: Gap[] = [];
  let toMs = parts[0]?.fromMs ?? 0;
  for (const part of parts) {
    if (part.fromMs - toMs > timeToleranceMs)
      holes.push({ fromMs: toMs, toMs: part.fromMs, reason: "recorder_stopped" });
    toMs = Math.max(toMs, part.toMs);
  }
  return holes;
}

function newest(segments: readonly TimedSegment[], withinMs: number): readonly TimedSegment[] {
  let keptMs = 0;
  const firstLeft = segments.findLastIndex((segment) => (keptMs += segment.durationMs) > withinMs);
  return segments.slice(firstLeft + 1);
}

function toPlanned(segment: TimedSegment, run: number): PlannedSegment {
  const { address, byteRange, encryption, sequence, startMs, durationMs, init } = segment;
  return { address, byteRange, encryption, sequence, run, startMs, durationMs, init };
}

function cursorAt({ sequence, run, startMs, durationMs }: PlannedSegment): Cursor {
  return { sequence, run, startMs, durationMs };
}

function endOf(cursor: Cursor): number {
  return cursor.startMs + cursor.durationMs;
}
