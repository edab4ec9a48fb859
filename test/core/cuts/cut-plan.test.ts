// Which segments a clip is cut from, and where in them it begins.
import { describe, expect, test } from "vitest";
import { planCut } from "#core/cuts/cut-plan.ts";
import { cutReadiness } from "#core/cuts/cut-readiness.ts";
import type { Segment } from "#core/recording/segment.ts";
import { recorded, seconds, t0 } from "../recording/segments.ts";

function plan(segments: readonly Segment[], from: number, to: number) {
  const planned = planCut(segments, seconds(from, to));
  return (
    planned && {
      parts: planned.parts.map((part) => ({
        sequences: part.segments.map((segment) => segment.sequence),
        from: (part.fromMs - t0) / 1000,
        to: (part.toMs - t0) / 1000,
        offsetMs: part.offsetMs,
      })),
      durationMs: planned.durationMs,
      holes: planned.holes,
      missingMs: planned.missingMs,
    }
  );
}

describe("a plan", () => {
  test("takes the segments that touch the range and begins inside the first", () => {
    expect(plan(recorded(0, 10), 3, 8.5)).toEqual({
      parts: [{ sequences: [1, 2, 3, 4], from: 3, to: 8.5, offsetMs: 1000 }],
      durationMs: 5500,
      holes: [],
      missingMs: 0,
    });
  });

  test("on the edges of segments takes none that only touches", () => {
    expect(plan(recorded(0, 10), 4, 8)?.parts).toEqual([{ sequences: [2, 3], from: 4, to: 8, offsetMs: 0 }]);
  });

  test("of nothing recorded is none", () => {
    expect(plan([], 0, 4)).toBeNull();
    expect(plan(recorded(10, 5), 0, 4)).toBeNull();
    expect(plan(recorded(0, 2), 30, 40)).toBeNull();
  });

  test("has a part for each run", () => {
    const segments = [...recorded(0, 3), ...recorded(3, 3, { run: 1 })];
    expect(plan(segments, 1, 11)).toMatchObject({
      parts: [
        { sequences: [0, 1, 2], from: 1, to: 6, offsetMs: 1000 },
        { sequences: [3, 4, 5], from: 6, to: 11, offsetMs: 0 },
      ],
      durationMs: 10_000,
      missingMs: 0,
    });
  });

  test("leaves holes out of the clip and counts them", () => {
    const segments = [...recorded(0, 3), ...recorded(5, 3)];
    expect(plan(segments, 1, 15)).toEqual({
      parts: [
        { sequences: [0, 1, 2], from: 1, to: 6, offsetMs: 1000 },
        { sequences: [5, 6, 7], from: 10, to: 15, offsetMs: 0 },
      ],
      durationMs: 10_000,
      holes: [seconds(6, 10)],
      missingMs: 4000,
    });
  });

  test("begins where the footage does, when it begins too late", () => {
    expect(plan(recorded(2, 3), 1, 8)).toMatchObject({
      parts: [{ from: 4, offsetMs: 0 }],
      durationMs: 4000,
      holes: [seconds(1, 4)],
    });
  });

  test("takes a time that was recorded twice once", () => {
    const again = recorded(2, 4, { run: 1 }).map((segment) => ({ ...segment, sequence: segment.sequence + 100 }));
    expect(plan([...recorded(0, 4), ...again], 0, 12)?.parts.map((part) => part.sequences)).toEqual([
      [0, 1, 2, 3],
      [104, 105],
    ]);
  });

  test("parts segments of different initialization sections", () => {
    const segments = [...recorded(0, 2, { initFile: "a.mp4" }), ...recorded(2, 2, { initFile: "b.mp4" })];
    expect(plan(segments, 0, 8)?.parts).toHaveLength(2);
  });
});

describe("a page", () => {
  const range = seconds(0, 10);
  const lacking = (coveredMs: number) => ({ status: "missing", coveredMs, missing: [seconds(0, 1)] }) as const;

  test("cuts as soon as it holds everything", () => {
    expect(cutReadiness(range, { status: "complete" }, range.toMs)).toBe("cut");
  });

  test("gives others with more footage twenty seconds before it takes what it has", () => {
    expect(cutReadiness(range, lacking(9000), range.toMs + 19_000)).toBe("wait");
    expect(cutReadiness(range, lacking(5000), range.toMs + 20_000)).toBe("cut");
    expect(cutReadiness(range, lacking(4900), range.toMs + 20_000)).toBe("leave");
    expect(cutReadiness(range, { status: "waiting", coveredMs: 0, missing: [] }, range.toMs + 21_000)).toBe("leave");
  });
});
