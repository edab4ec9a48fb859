// Where segments lie in event time: by the media's clock within a run, by date-times where one begins.
import { describe, expect, test } from "vitest";
import { placeSegment, type ArrivedSegment, type RunClock } from "#core/recording/run-clock.ts";
import { segmentMs, t0 } from "./pieces.ts";

const mediaFromMs = 1_400;

/** A segment `sequence` whose media runs on; `offMs` is what its date-time is wrong by. */
function arrived(sequence: number, offMs = 0, change: Partial<ArrivedSegment> = {}): ArrivedSegment {
  const place = sequence * segmentMs;
  return {
    ...{ sourceRun: 0, sequence, durationMs: segmentMs, wrapMs: null },
    ...{ startMs: t0 + place + offMs, mediaMs: mediaFromMs + place },
    ...change,
  };
}

/** Each segment's run and where it lies, in milliseconds after t0. */
function placed(segments: readonly ArrivedSegment[], known: readonly RunClock[] = [], lastRun = -1): number[][] {
  let clocks = known;
  return segments.map((segment) => {
    const placement = placeSegment(clocks, lastRun, segment);
    ({ clocks } = placement);
    return [placement.run, segment.mediaMs + placement.shiftMs - t0];
  });
}

describe("within a run", () => {
  test("date-times may jitter, even by seconds", () => {
    const offs = [0, 120, -90, 30, 2_500, 0, -200, 200, -240, 90];
    expect(placed(offs.map((offMs, sequence) => arrived(sequence, offMs)))).toEqual(
      offs.map((_, sequence) => [0, sequence * segmentMs]),
    );
  });

  test("date-times that have drifted away for five segments are right, and begin another run", () => {
    const offs = [0, 0, 300, 310, 320, 330, 340, 350];
    expect(placed(offs.map((offMs, sequence) => arrived(sequence, offMs)))).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((sequence) => [0, sequence * segmentMs]),
      [1, 6 * segmentMs + 340],
      [1, 7 * segmentMs + 340],
    ]);
  });

  test("a segment may be left out, and older ones may come late", () => {
    const order = [10, 11, 14, 9, 8, 15];
    expect(placed(order.map((sequence) => arrived(sequence)))).toEqual(
      order.map((sequence) => [0, sequence * segmentMs]),
    );
  });

  test("a clock that wraps or was below zero counts on", () => {
    const wrapMs = 2 ** 33 / 90;
    const places = [0, 1, 2, 3];
    const wrapping = places.map((sequence) =>
      arrived(sequence, 0, { mediaMs: (wrapMs - 3_000 + sequence * segmentMs) % wrapMs, wrapMs }),
    );
    expect(placed(wrapping).map(([run, atMs]) => [run, Math.round(atMs ?? 0)])).toEqual(
      places.map((sequence) => [0, sequence * segmentMs]),
    );
    const negative = places.map((sequence) => arrived(sequence, 0, { mediaMs: -2_000 + sequence * segmentMs }));
    expect(placed(negative)).toEqual(places.map((sequence) => [0, sequence * segmentMs]));
  });

  test("a clock that jumps without a word is anchored anew at once", () => {
    const jumped = [0, 1, 2, 3].map((sequence) =>
      arrived(sequence, 0, sequence < 2 ? {} : { mediaMs: 900_000 + sequence * segmentMs }),
    );
    expect(placed(jumped)).toEqual([
      [0, 0],
      [0, 2000],
      [1, 4000],
      [1, 6000],
    ]);
  });
});

describe("a new run of the source", () => {
  test("is anchored by its own date-time, and runs of before go on with their clocks", () => {
    const second = (sequence: number) => arrived(sequence, 7, { sourceRun: 1, mediaMs: sequence * segmentMs });
    expect(placed([arrived(0), second(5), second(6), arrived(1, 90)])).toEqual([
      [0, 0],
      [1, 5 * segmentMs + 7],
      [1, 6 * segmentMs + 7],
      [0, segmentMs],
    ]);
  });

  test("that would overlap the one before by the rounding of lengths begins at its end", () => {
    const overlapping = (offMs: number) => arrived(1, offMs, { sourceRun: 1, mediaMs: 0 });
    expect(placed([arrived(0), overlapping(-60)])[1]).toEqual([1, segmentMs]);
    expect(placed([arrived(0), overlapping(-400)])[1]).toEqual([1, segmentMs - 400]);
    expect(placed([arrived(0), overlapping(60)])[1]).toEqual([1, segmentMs + 60]);
  });
});

test("another life of the recorder goes on with the clock that a piece remembers", () => {
  const { clocks } = placeSegment([], -1, arrived(0));
  expect(placed([arrived(1, 180)], clocks, 0)).toEqual([[0, segmentMs]]);
  // Without it the run is a new one, anchored by its date-time.
  expect(placed([arrived(1, 180)], [], 4)).toEqual([[5, segmentMs + 180]]);
});
