// What is fetched after each reading of a playlist, and what is given up as lost.
import { describe, expect, test } from "vitest";
import { planFetch, type Cursor, type FetchQuestion } from "#core/recording/fetch-plan.ts";
import type { MediaPlaylist, PlaylistSegment } from "#core/recording/playlist.ts";
import { segmentMs, t0 } from "./pieces.ts";

interface Window {
  /** Sequence number of the first segment. */
  readonly first: number;
  readonly count: number;
  /** Place in time of the first segment; its sequence unless said. */
  readonly place?: number;
  readonly hasTimes?: boolean;
  readonly change?: (segment: PlaylistSegment) => PlaylistSegment;
}

function playlist({
  first,
  count,
  place = first,
  hasTimes = true,
  change = (segment) => segment,
}: Window): MediaPlaylist {
  const segments = Array.from({ length: count }, (_, index): PlaylistSegment => {
    const startMs = hasTimes ? t0 + (place + index) * segmentMs : null;
    return {
      sequence: first + index,
      address: `${place + index}.ts`,
      byteRange: null,
      isDiscontinuous: false,
      startMs,
      durationMs: segmentMs,
      init: null,
    };
  });
  return { status: "media", targetDurationMs: segmentMs, hasEnded: false, segments: segments.map(change) };
}

const cursorAt = (sequence: number, run = 0, place = sequence): Cursor => ({
  sequence,
  run,
  startMs: t0 + place * segmentMs,
  durationMs: segmentMs,
});

function plan(cursor: Cursor | null, window: Window, rest: Partial<FetchQuestion> = {}) {
  const { segments, gap } = planFetch({
    cursor,
    playlist: playlist(window),
    nowMs: t0,
    isResumed: false,
    isOtherPlaylist: false,
    ...rest,
  });
  return {
    places: segments.map(({ address }) => Number.parseInt(address)),
    runs: segments.map(({ run }) => run),
    starts: segments.map(({ startMs }) => startMs),
    gap,
  };
}

const startOf = (place: number) => t0 + place * segmentMs;

describe("a playlist with date-times", () => {
  test("is taken whole at first, and then only what is new", () => {
    expect(plan(null, { first: 10, count: 3 })).toMatchObject({ places: [10, 11, 12], runs: [0, 0, 0], gap: null });
    expect(plan(cursorAt(12), { first: 11, count: 4 })).toEqual({
      places: [13, 14],
      runs: [0, 0],
      starts: [startOf(13), startOf(14)],
      gap: null,
    });
    expect(plan(cursorAt(14), { first: 11, count: 4 })).toEqual({ places: [], runs: [], starts: [], gap: null });
    expect(plan(cursorAt(14), { first: 15, count: 0 })).toMatchObject({ places: [], gap: null });
  });

  test("that reaches far back is taken from its last minutes at first", () => {
    const { places } = plan(null, { first: 0, count: 1000 });
    expect(places).toHaveLength(150);
    expect(places.at(-1)).toBe(999);
  });

  test("counts a run for each discontinuity", () => {
    const change = (segment: PlaylistSegment) => ({
      ...segment,
      isDiscontinuous: segment.sequence === 13 || segment.sequence === 15,
    });
    expect(plan(cursorAt(12, 4), { first: 12, count: 5, change }).runs).toEqual([5, 5, 6, 6]);
  });

  test("that has moved on leaves a gap", () => {
    expect(plan(cursorAt(12), { first: 20, count: 2 })).toMatchObject({
      places: [20, 21],
      runs: [1, 1],
      gap: { fromMs: startOf(13), toMs: startOf(20), reason: "left_playlist" },
    });
    expect(plan(cursorAt(12), { first: 20, count: 2 }, { isResumed: true }).gap?.reason).toBe("recorder_stopped");
  });

  test("that is outdated brings nothing", () => {
    expect(plan(cursorAt(20), { first: 12, count: 6 })).toMatchObject({ places: [], gap: null });
  });

  test("that counts anew is followed by time: nothing twice, nothing left out", () => {
    expect(plan(cursorAt(500), { first: 0, count: 4, place: 499 })).toMatchObject({
      places: [501, 502],
      runs: [1, 1],
      gap: null,
    });
    expect(plan(cursorAt(3), { first: 2, count: 4, place: 600 })).toMatchObject({
      places: [600, 601, 602, 603],
      gap: { fromMs: startOf(4), toMs: startOf(600) },
    });
  });

  test("of another address is followed by time as well", () => {
    expect(plan(cursorAt(12), { first: 900, count: 3, place: 12 }, { isOtherPlaylist: true })).toMatchObject({
      places: [13, 14],
      runs: [1, 1],
      gap: null,
    });
  });

  test("takes a jitter of its date-times for no gap", () => {
    const change = (segment: PlaylistSegment) => ({ ...segment, startMs: (segment.startMs ?? 0) + 40 });
    expect(plan(cursorAt(12), { first: 13, count: 1, change })).toMatchObject({ places: [13], runs: [0], gap: null });
  });
});

describe("a playlist without date-times", () => {
  test("is timed by its arrival: the newest segment has just ended", () => {
    expect(plan(null, { first: 10, count: 3, hasTimes: false }, { nowMs: t0 }).starts).toEqual([
      t0 - 6000,
      t0 - 4000,
      t0 - 2000,
    ]);
  });

  test("goes on from the segment before, however late it is read", () => {
    const cursor = { ...cursorAt(12), startMs: t0 - 2000 };
    expect(plan(cursor, { first: 12, count: 2, hasTimes: false }, { nowMs: t0 + 3100 }).starts).toEqual([t0]);
  });

  test("is timed by arrival again when the clocks have drifted apart", () => {
    const cursor = { ...cursorAt(12), startMs: t0 - 30_000 };
    expect(plan(cursor, { first: 13, count: 1, hasTimes: false }, { nowMs: t0 }).starts).toEqual([t0 - 2000]);
  });

  test("that falls back by more than its length counts anew", () => {
    expect(plan(cursorAt(500), { first: 0, count: 3, hasTimes: false }, { nowMs: startOf(504) })).toMatchObject({
      places: [0, 1, 2],
      runs: [1, 1, 1],
      gap: null,
    });
    expect(plan(cursorAt(12), { first: 8, count: 4, hasTimes: false }).places).toEqual([]);
  });
});
