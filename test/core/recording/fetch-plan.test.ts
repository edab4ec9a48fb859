// Where newly listed segments belong in the recording, and what is given up as lost.
import { describe, expect, test } from "vitest";
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import { planFetch, type Cursor, type FetchQuestion } from "#core/recording/fetch-plan.ts";
import { listed, startOf } from "./listed.ts";
import { segmentMs, t0 } from "./pieces.ts";

const cursorAt = (sequence: number, run = 0, place = sequence): Cursor => ({
  sequence,
  run,
  startMs: startOf(place),
  durationMs: segmentMs,
});

const stretch = (fromPlace: number, toPlace: number) => ({ fromMs: startOf(fromPlace), toMs: startOf(toPlace) });

function plan(cursor: Cursor | null, window: Parameters<typeof listed>[0], rest: Partial<FetchQuestion> = {}) {
  const { segments, gaps } = planFetch({
    cursor,
    segments: listed(window),
    isResumed: false,
    isOtherPlaylist: false,
    isMoved: false,
    since: "watched",
    held: [],
    ...rest,
  });
  return {
    places: segments.map(({ address }) => Number.parseInt(address)),
    runs: segments.map(({ run }) => run),
    gaps,
  };
}

const changeAt =
  (sequences: readonly number[], change: Partial<TimedSegment>) =>
  (segment: TimedSegment): TimedSegment =>
    sequences.includes(segment.sequence) ? { ...segment, ...change } : segment;

describe("a playlist", () => {
  test("is taken whole at first, and then only what is new", () => {
    expect(plan(null, { first: 10, count: 3 })).toEqual({ places: [10, 11, 12], runs: [0, 0, 0], gaps: [] });
    expect(plan(cursorAt(12), { first: 11, count: 4 })).toEqual({ places: [13, 14], runs: [0, 0], gaps: [] });
    expect(plan(cursorAt(14), { first: 11, count: 4 })).toEqual({ places: [], runs: [], gaps: [] });
    expect(plan(cursorAt(14), { first: 15, count: 0 })).toEqual({ places: [], runs: [], gaps: [] });
  });

  test("that reaches far back is taken from its last minutes at first", () => {
    const { places } = plan(null, { first: 0, count: 1000 });
    expect(places).toHaveLength(150);
    expect(places.at(-1)).toBe(999);
  });

  test("counts a run for each discontinuity", () => {
    const change = changeAt([13, 15], { isDiscontinuous: true });
    expect(plan(cursorAt(12, 4), { first: 12, count: 5, change }).runs).toEqual([5, 5, 6, 6]);
    expect(plan(null, { first: 12, count: 5, change }).runs).toEqual([0, 1, 1, 2, 2]);
  });

  test("whose clock was moved begins a run", () => {
    expect(plan(cursorAt(12), { first: 12, count: 3 }, { isMoved: true }).runs).toEqual([1, 1]);
  });

  test("that is outdated brings nothing", () => {
    expect(plan(cursorAt(20), { first: 12, count: 6 })).toEqual({ places: [], runs: [], gaps: [] });
  });

  test("that counts anew is followed by time: nothing twice, nothing left out", () => {
    expect(plan(cursorAt(500), { first: 0, count: 4, place: 499 })).toEqual({
      places: [501, 502],
      runs: [1, 1],
      gaps: [],
    });
    expect(plan(cursorAt(3), { first: 2, count: 4, place: 600 })).toMatchObject({
      places: [600, 601, 602, 603],
      gaps: [{ ...stretch(4, 600), reason: "source_silent" }],
    });
  });

  test("of another address is followed by time as well", () => {
    expect(plan(cursorAt(12), { first: 900, count: 3, place: 12 }, { isOtherPlaylist: true })).toEqual({
      places: [13, 14],
      runs: [1, 1],
      gaps: [],
    });
  });

  test("may jitter in its date-times without a gap", () => {
    const change = (segment: TimedSegment) => ({ ...segment, startMs: segment.startMs + 40 });
    expect(plan(cursorAt(12), { first: 13, count: 1, change })).toEqual({ places: [13], runs: [0], gaps: [] });
  });
});

describe("a gap says why", () => {
  const gap = (since: FetchQuestion["since"], isResumed = false) =>
    plan(cursorAt(12), { first: 20, count: 2 }, { since, isResumed, held: [stretch(12, 13)] }).gaps;

  test("when segments have come and gone unseen", () => {
    expect(gap("watched")).toEqual([{ ...stretch(13, 20), reason: "left_playlist" }]);
    expect(gap("unreachable")).toEqual([{ ...stretch(13, 20), reason: "fetch_failed" }]);
    expect(gap("asleep")).toEqual([{ ...stretch(13, 20), reason: "recorder_stopped" }]);
    expect(gap("watched", true)).toEqual([{ ...stretch(13, 20), reason: "recorder_stopped" }]);
  });

  test("when the source had nothing between one number and the next", () => {
    expect(plan(cursorAt(12), { first: 13, count: 2, place: 30 }).gaps).toEqual([
      { ...stretch(13, 30), reason: "source_silent" },
    ]);
  });

  test("when the source says that it has no such segment", () => {
    const change = changeAt([14], { isGap: true });
    expect(plan(cursorAt(12), { first: 12, count: 4, change })).toEqual({
      places: [13, 15],
      runs: [0, 0],
      gaps: [{ ...stretch(14, 15), reason: "source_silent" }],
    });
    expect(plan(null, { first: 14, count: 1, change }).gaps).toHaveLength(1);
  });
});

describe("a recording that goes on", () => {
  test("fetches what the life before had not come to, and tells the holes that nothing fills", () => {
    const change = changeAt([9], { isDiscontinuous: true });
    const held = [stretch(0, 2), stretch(4, 6), stretch(11, 13)];
    expect(plan(cursorAt(12, 7), { first: 8, count: 7, change }, { isResumed: true, held })).toEqual({
      places: [8, 9, 10, 13, 14],
      runs: [6, 7, 7, 7, 7],
      gaps: [
        { ...stretch(2, 4), reason: "recorder_stopped" },
        { ...stretch(6, 8), reason: "recorder_stopped" },
      ],
    });
  });

  test("tells the part of a hole that is too old to be fetched", () => {
    const held = [stretch(0, 2), stretch(1500, 1502)];
    const { places, gaps } = plan(cursorAt(1501), { first: 0, count: 1502 }, { isResumed: true, held });
    expect([places[0], places.at(-1), places.length]).toEqual([600, 1499, 900]);
    expect(gaps).toEqual([{ ...stretch(2, 600), reason: "recorder_stopped" }]);
  });

  test("does not fetch again what it has", () => {
    const held = [{ fromMs: t0 + 20_000, toMs: t0 + 26_000 }];
    expect(plan(cursorAt(12), { first: 10, count: 3 }, { isResumed: true, held })).toEqual({
      places: [],
      runs: [],
      gaps: [],
    });
  });
});
