// Decides what to fetch after each reading of the playlist, and what of the stream is lost for good.
import type { MediaPlaylist, PlaylistSegment } from "#core/recording/playlist.ts";
import type { Gap } from "#core/recording/piece.ts";

/** The newest segment that was dealt with, recorded or given up. */
export interface Cursor {
  readonly sequence: number;
  readonly run: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** A segment to fetch, with its place in the recording decided. */
export interface PlannedSegment extends Omit<PlaylistSegment, "startMs" | "isDiscontinuous"> {
  readonly run: number;
  readonly startMs: number;
}

export interface FetchPlan {
  /** Oldest first. */
  readonly segments: readonly PlannedSegment[];
  /** Footage between the cursor and the first of `segments` that cannot be had any more. */
  readonly gap: Gap | null;
}

export interface FetchQuestion {
  /** Null at the start of a recording. */
  readonly cursor: Cursor | null;
  readonly playlist: MediaPlaylist;
  /** When the playlist arrived. */
  readonly nowMs: number;
  /** The cursor was left by an earlier life of the page. */
  readonly isResumed: boolean;
  /** The cursor's numbers belong to another playlist, so only times can be compared. */
  readonly isOtherPlaylist: boolean;
}

/** Date-times of neighbours are rounded and jitter; less than this is no hole. */
export const timeToleranceMs = 250;
/** How much a first reading takes of a playlist that reaches far back: live footage must not wait behind it. */
const firstBacklogMs = 5 * 60_000;
/** How much a later reading catches up after a sleep. */
const laterBacklogMs = 30 * 60_000;
/** Without date-times the clock of the stream and ours drift apart; beyond this, arrival decides again. */
const largestDriftMs = 10_000;

export function planFetch({ cursor, playlist, nowMs, isResumed, isOtherPlaylist }: FetchQuestion): FetchPlan {
  const hasTimes = playlist.segments.every((segment) => segment.startMs !== null);
  const isRestarted = cursor !== null && (isOtherPlaylist || wasRestarted(cursor, playlist.segments, hasTimes));
  const isNew = (segment: PlaylistSegment): boolean => {
    if (cursor === null) return true;
    if (!isRestarted) return segment.sequence > cursor.sequence;
    return segment.startMs === null || segment.startMs + timeToleranceMs >= endOf(cursor);
  };
  const wanted = newest(playlist.segments.filter(isNew), cursor === null ? firstBacklogMs : laterBacklogMs);
  const first = wanted[0];
  if (first === undefined) return { segments: [], gap: null };

  const follows = cursor !== null && !isRestarted && first.sequence === cursor.sequence + 1;
  const starts = hasTimes
    ? wanted.map((segment) => segment.startMs ?? 0)
    : guessStarts(wanted, follows ? endOf(cursor) : null, nowMs);
  let run = cursor === null ? 0 : cursor.run + (follows ? 0 : 1);
  const segments = wanted.map(({ isDiscontinuous, ...segment }, index): PlannedSegment => {
    // A new run has begun already where the recording does not follow on.
    if (isDiscontinuous && (index > 0 || follows)) run += 1;
    return { ...segment, run, startMs: starts[index] ?? nowMs };
  });
  const fromMs = cursor === null ? null : endOf(cursor);
  const toMs = starts[0] ?? nowMs;
  const hasHole = fromMs !== null && toMs - fromMs > timeToleranceMs;
  const gap: Gap | null = hasHole ? { fromMs, toMs, reason: isResumed ? "recorder_stopped" : "left_playlist" } : null;
  return { segments, gap };
}

/** True when the origin counts from another start, so that its sequence numbers mean other segments than ours. */
function wasRestarted(cursor: Cursor, segments: readonly PlaylistSegment[], hasTimes: boolean): boolean {
  const last = segments.at(-1);
  if (last === undefined) return false;
  if (hasTimes) {
    const same = segments.find((segment) => segment.sequence === cursor.sequence);
    if (same?.startMs != null) return Math.abs(same.startMs - cursor.startMs) > Math.max(1000, 2 * cursor.durationMs);
    // Lower numbers and later footage: a restart. Lower numbers and known footage: an outdated copy of the playlist.
    return last.sequence < cursor.sequence && (last.startMs ?? 0) + last.durationMs > endOf(cursor) + timeToleranceMs;
  }
  // An outdated copy is behind by less than a window.
  return last.sequence + segments.length < cursor.sequence;
}

/** Start times without date-times: follow the segment before, or let the newest end when it arrived. */
function guessStarts(segments: readonly PlaylistSegment[], previousEndMs: number | null, nowMs: number): number[] {
  const totalMs = segments.reduce((sum, segment) => sum + segment.durationMs, 0);
  const byArrivalMs = nowMs - totalMs;
  const isNear = previousEndMs !== null && Math.abs(previousEndMs - byArrivalMs) <= largestDriftMs;
  let startMs = isNear ? previousEndMs : byArrivalMs;
  return segments.map((segment) => {
    const own = startMs;
    startMs += segment.durationMs;
    return own;
  });
}

function newest(segments: readonly PlaylistSegment[], withinMs: number): readonly PlaylistSegment[] {
  let keptMs = 0;
  const firstKept = segments.findLastIndex((segment) => (keptMs += segment.durationMs) > withinMs);
  return segments.slice(firstKept + 1);
}

function endOf(cursor: Cursor): number {
  return cursor.startMs + cursor.durationMs;
}
