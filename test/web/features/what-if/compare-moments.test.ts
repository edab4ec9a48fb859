// Which moments of other settings are those that really fired.
import { expect, test } from "vitest";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { compareMoments } from "../../../../web/features/what-if/compare-moments.ts";

const peakAt = (second: number): DetectedMoment => ({
  onsetMs: second * 1000,
  peakMs: second * 1000,
  detectedMs: second * 1000,
  score: 0.5,
  triggers: [],
  profile: "adaptive",
  explanation: "",
  viewerCount: null,
});
const marks = (found: number[], fired: number[] | null) =>
  compareMoments(found.map(peakAt), fired && fired.map(peakAt)).map(({ moment, mark }) => [moment.peakMs / 1000, mark]);

test("in order of time, what is found too, only now, and no longer", () => {
  expect(marks([100, 900], [103, 500])).toEqual([
    [100, "both"],
    [500, "lost"],
    [900, "new"],
  ]);
});

test("one that fired is one that would be found, the nearest", () => {
  expect(marks([314, 360], [314])).toEqual([
    [314, "both"],
    [360, "new"],
  ]);
  expect(marks([300, 340], [338, 380])).toEqual([
    [300, "new"],
    [340, "both"],
    [380, "lost"],
  ]);
});

test("a minute apart is two moments; of a saved chat nobody knows what fired", () => {
  expect(marks([100], [160])).toEqual([
    [100, "new"],
    [160, "lost"],
  ]);
  expect(marks([100], null)).toEqual([[100, "unknown"]]);
});
