// Which of the oldest segments to delete, by age or to make room, without touching footage that a cut still needs.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import type { Segment } from "#core/recording/segment.ts";

/** Segments that ended more than `keepMs` before the newest, except pinned ones. */
export function expiredSegments(segments: readonly Segment[], keepMs: number, pins: readonly TimeRange[]): Segment[] {
  const newestMs = segments.reduce((latest, segment) => Math.max(latest, endMsOf(segment)), 0);
  return segments.filter((segment) => endMsOf(segment) < newestMs - keepMs && !isPinned(segment, pins));
}

/** The oldest segments that together free `bytes`, or all that may go when they do not suffice; never pinned ones. */
export function segmentsToFree(segments: readonly Segment[], bytes: number, pins: readonly TimeRange[]): Segment[] {
  let freed = 0;
  const chosen: Segment[] = [];
  for (const segment of segments) {
    if (freed >= bytes) break;
    if (isPinned(segment, pins)) continue;
    chosen.push(segment);
    freed += segment.bytes;
  }
  return chosen;
}

function isPinned(segment: Segment, pins: readonly TimeRange[]): boolean {
  return pins.some((pin) => segment.startMs < pin.toMs && endMsOf(segment) > pin.fromMs);
}
