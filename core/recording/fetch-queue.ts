// What is still to be fetched: the live edge in order, what lies behind it newest first, and what failed once more later.
import type { TimeRange } from "#core/moments/moment.ts";
import { gapOf, type PlannedSegment } from "#core/recording/fetch-plan.ts";
import { heldStretches } from "#core/recording/held-stretches.ts";
import type { Gap } from "#core/recording/piece.ts";
import type { PlaylistSegment } from "#core/recording/playlist.ts";

interface Entry {
  readonly segment: PlannedSegment;
  readonly tries: number;
  readonly notBeforeMs: number;
  /** Why the last try failed; null before the first. */
  readonly cause: Gap["reason"] | null;
}

export interface FetchQueue {
  /** Oldest first: whoever watches live wants them in order. */
  readonly edge: readonly Entry[];
  /** Oldest first, taken from its end. */
  readonly backlog: readonly Entry[];
}

export interface QueueStep {
  readonly queue: FetchQueue;
  readonly gaps: readonly Gap[];
}

export const emptyQueue: FetchQueue = { edge: [], backlog: [] };

/** More new ones than this come after a pause: then the newest alone is the live edge. */
const maxEdge = 3;
/** A server that says "there is none" this often means it; anything else is tried again while it is listed. */
const maxRefusals = 3;
const firstPauseMs = 1_000;
const longestPauseMs = 5_000;

/** Adds newly listed segments, oldest first. `isCatchingUp`: they are what a first reading found, or one after a pause. */
export function enqueue(
  { edge, backlog }: FetchQueue,
  planned: readonly PlannedSegment[],
  isCatchingUp: boolean,
): FetchQueue {
  const entries = [...edge, ...planned.map((segment): Entry => ({ segment, tries: 0, notBeforeMs: 0, cause: null }))];
  if (!isCatchingUp && entries.length <= maxEdge) return { edge: entries, backlog };
  return { edge: entries.slice(-1), backlog: inOrder([...backlog, ...entries.slice(0, -1)]) };
}

/** The next to fetch; null when there is nothing, or nothing yet. */
export function nextInQueue(
  { edge, backlog }: FetchQueue,
  nowMs: number,
  isReady: (segment: PlannedSegment) => boolean = () => true,
): PlannedSegment | null {
  const isDue = ({ notBeforeMs, segment }: Entry) => notBeforeMs <= nowMs && isReady(segment);
  return (edge.find(isDue) ?? backlog.findLast(isDue))?.segment ?? null;
}

export function waitingIn({ edge, backlog }: FetchQueue): PlannedSegment[] {
  return [...backlog, ...edge].map(({ segment }) => segment);
}

/** The event time of what waits, as few stretches, oldest first. */
export function comingIn(queue: FetchQueue): TimeRange[] {
  return heldStretches(waitingIn(queue).toSorted((a, b) => a.startMs - b.startMs));
}

/** When the next is due that waits; null when none does. */
export function nextDueMs({ edge, backlog }: FetchQueue): number | null {
  const times = [...edge, ...backlog].map(({ notBeforeMs }) => notBeforeMs);
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}

export function fetched(queue: FetchQueue, segment: PlannedSegment): FetchQueue {
  const isOther = (entry: Entry) => entry.segment.sequence !== segment.sequence || entry.segment.run !== segment.run;
  return { edge: queue.edge.filter(isOther), backlog: queue.backlog.filter(isOther) };
}

/** A try that failed: it is made again later, behind what is newer. `isRefused`: the server says that there is none. */
export function failedOnce(
  queue: FetchQueue,
  segment: PlannedSegment,
  { cause, isRefused, nowMs }: { cause: Gap["reason"]; isRefused: boolean; nowMs: number },
): QueueStep {
  const entry = [...queue.edge, ...queue.backlog].find((one) => one.segment === segment);
  const rest = fetched(queue, segment);
  const tries = (entry?.tries ?? 0) + 1;
  if (isRefused && tries >= maxRefusals) return { queue: rest, gaps: [gapOf(segment, cause)] };
  const notBeforeMs = nowMs + Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs);
  const again: Entry = { segment, tries, notBeforeMs, cause };
  return { queue: { ...rest, backlog: inOrder([...rest.backlog, again]) }, gaps: [] };
}

/** Compares with what is listed: addresses may have changed, and what has left the playlist cannot be had any more. */
export function refresh(queue: FetchQueue, listed: readonly PlaylistSegment[]): QueueStep {
  const bySequence = new Map(listed.map((segment) => [segment.sequence, segment]));
  const oldest = listed[0]?.sequence ?? 0;
  const gaps: Gap[] = [];
  const look = (entries: readonly Entry[]) =>
    entries.flatMap((entry): Entry[] => {
      const current = bySequence.get(entry.segment.sequence);
      // An outdated copy of the playlist does not list yet what a newer one did.
      if (current === undefined && entry.segment.sequence >= oldest) return [entry];
      if (current === undefined) {
        gaps.push(gapOf(entry.segment, entry.cause ?? "left_playlist"));
        return [];
      }
      const { address, byteRange, encryption, init } = current;
      return [{ ...entry, segment: { ...entry.segment, address, byteRange, encryption, init } }];
    });
  return { queue: { edge: look(queue.edge), backlog: look(queue.backlog) }, gaps };
}

/** Numbers of another playlist mean other segments: what waits is looked for by its time. */
export function refreshByTime(
  queue: FetchQueue,
  listed: readonly (PlaylistSegment & { readonly startMs: number })[],
): QueueStep {
  const sameTime = ({ startMs, durationMs }: PlannedSegment) =>
    listed.find((segment) => Math.abs(segment.startMs - startMs) < Math.min(segment.durationMs, durationMs) / 2);
  const renumber = (entries: readonly Entry[]) =>
    entries.map((entry): Entry => {
      const same = sameTime(entry.segment);
      return { ...entry, segment: { ...entry.segment, sequence: same?.sequence ?? -1 } };
    });
  return refresh({ edge: renumber(queue.edge), backlog: renumber(queue.backlog) }, listed);
}

function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.segment.startMs - b.segment.startMs);
}
