// Builds listed segments for tests: two seconds each, one after another from a place in time.
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import type { MediaPlaylist, PlaylistSegment } from "#core/recording/playlist.ts";
import { segmentMs, t0 } from "./pieces.ts";

interface Window {
  /** Sequence number of the first segment. */
  readonly first: number;
  readonly count: number;
  /** Place in time of the first segment; its sequence unless said. */
  readonly place?: number;
  readonly change?: (segment: TimedSegment) => TimedSegment;
}

export function listed({ first, count, place = first, change = (segment) => segment }: Window): TimedSegment[] {
  return Array.from({ length: count }, (_, index) =>
    change({
      sequence: first + index,
      address: `${place + index}.ts`,
      byteRange: null,
      encryption: null,
      isDiscontinuous: false,
      isGap: false,
      startMs: startOf(place + index),
      durationMs: segmentMs,
      init: null,
      breakMs: null,
      endsBreak: false,
    }),
  );
}

export const startOf = (place: number): number => t0 + place * segmentMs;

export function mediaPlaylist(
  segments: readonly PlaylistSegment[],
  change: Partial<MediaPlaylist> = {},
): MediaPlaylist {
  const own = { status: "media", targetDurationMs: segmentMs, hasEnded: false, canBlock: false, ads: [] } as const;
  return { ...own, segments, ...change };
}

export const withoutDates = (segments: readonly TimedSegment[]): PlaylistSegment[] =>
  segments.map((segment) => ({ ...segment, startMs: null }));
