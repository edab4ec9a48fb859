// How much of a range a recording holds.
import { describe, expect, test } from "vitest";
import { coverage, segmentsIn } from "#core/recording/coverage.ts";
import { expiredSegments, segmentsToFree } from "#core/recording/ring.ts";
import { recorded, seconds, t0 } from "./segments.ts";

const covers = (segments: ReturnType<typeof recorded>, from: number, to: number) =>
  coverage(
    segmentsIn(segments, seconds(from, to)),
    seconds(from, to),
    segments.length === 0 ? null : (segments.at(-1)?.startMs ?? 0) + 2000,
  );

describe("a range", () => {
  test("inside the recording is complete", () => {
    expect(covers(recorded(0, 10), 3, 17)).toEqual({ status: "complete" });
    expect(covers(recorded(0, 10), 0, 20)).toEqual({ status: "complete" });
  });

  test("that the recording has not reached is waited for", () => {
    expect(covers(recorded(0, 10), 18, 24)).toEqual({ status: "waiting", coveredMs: 2000, missing: [seconds(20, 24)] });
    expect(covers([], 0, 4)).toEqual({ status: "waiting", coveredMs: 0, missing: [seconds(0, 4)] });
  });

  test("with holes, or from before the recording, misses parts", () => {
    expect(covers([...recorded(0, 3), ...recorded(5, 5)], 2, 14)).toEqual({
      status: "missing",
      coveredMs: 8000,
      missing: [seconds(6, 10)],
    });
    expect(covers(recorded(5, 5), 4, 14)).toEqual({ status: "missing", coveredMs: 4000, missing: [seconds(4, 10)] });
    expect(covers(recorded(50, 5), 4, 14)).toEqual({ status: "missing", coveredMs: 0, missing: [seconds(4, 14)] });
  });

  test("is not spoiled by the rounding of date-times", () => {
    const jittery = recorded(0, 5).map((segment, index) => ({
      ...segment,
      startMs: segment.startMs + (index % 2) * 90,
    }));
    expect(covers(jittery, 1, 9)).toEqual({ status: "complete" });
  });
});

describe("the ring", () => {
  test("lets go of what is too old, but not of what a cut needs", () => {
    const segments = recorded(0, 10);
    expect(expiredSegments(segments, 10_000, []).map((segment) => segment.sequence)).toEqual([0, 1, 2, 3]);
    expect(expiredSegments(segments, 10_000, [seconds(3, 5)]).map((segment) => segment.sequence)).toEqual([0, 3]);
    expect(expiredSegments([], 10_000, [])).toEqual([]);
  });

  test("frees the oldest first, and as little as it can", () => {
    const segments = recorded(0, 10);
    expect(segmentsToFree(segments, 2500, []).map((segment) => segment.sequence)).toEqual([0, 1, 2]);
    expect(segmentsToFree(segments, 2500, [seconds(0, 4)]).map((segment) => segment.sequence)).toEqual([2, 3, 4]);
    expect(segmentsToFree(segments, 1, [{ fromMs: 0, toMs: t0 * 2 }])).toEqual([]);
  });
});
