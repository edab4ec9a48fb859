import { expect, test } from "vitest";
import {
  playableRange,
  positionAtTime,
  timeAtPosition,
  type PlacedFragment,
} from "../../../../web/engines/player/play-position.ts";

/** Two seconds each; ten seconds of the stream are missing after the second, which the player does not wait for. */
const fragments: PlacedFragment[] = [
  { programDateTime: 100_000, start: 40, duration: 2 },
  { programDateTime: 102_000, start: 42, duration: 2 },
  { programDateTime: 114_000, start: 44, duration: 2 },
];

test("a position is the time of the picture there, on both sides of a gap", () => {
  expect([40, 43, 44, 45.5].map((position) => timeAtPosition(fragments, position))).toEqual([
    ...[100_000, 103_000, 114_000, 115_500],
  ]);
});

test("a time is the position of its picture, of what follows where it is missing, and of the nearest outside", () => {
  const times = [100_000, 103_500, 108_000, 114_500, 90_000, 130_000];
  expect(times.map((atMs) => positionAtTime(fragments, atMs))).toEqual([40, 43.5, 44, 44.5, 40, 46]);
});

test("the playable range is from the first to the last, and nothing is known without date-times", () => {
  const undated = [{ programDateTime: null, start: 0, duration: 2 }];
  expect([playableRange(fragments), playableRange(undated), playableRange([])]).toEqual([
    { fromMs: 100_000, toMs: 116_000 },
    null,
    null,
  ]);
  expect([timeAtPosition(undated, 1), positionAtTime(undated, 1)]).toEqual([null, null]);
});
