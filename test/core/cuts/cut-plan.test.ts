// Which pieces a clip is cut from, and where in them it begins.
import { describe, expect, test } from "vitest";
import { planCut } from "#core/cuts/cut-plan.ts";
import { cutReadiness, type Outlook } from "#core/cuts/cut-readiness.ts";
import type { Coverage } from "#core/recording/coverage.ts";
import type { Piece } from "#core/recording/piece.ts";
import { recorded, seconds, t0 } from "../recording/pieces.ts";

function plan(pieces: readonly Piece[], from: number, to: number) {
  const planned = planCut(pieces, seconds(from, to));
  return (
    planned && {
      parts: planned.parts.map((part) => ({
        sequences: part.pieces.map((piece) => piece.sequence),
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
  test("takes the pieces that touch the range and begins inside the first", () => {
    expect(plan(recorded(0, 10), 3, 8.5)).toEqual({
      parts: [{ sequences: [1, 2, 3, 4], from: 3, to: 8.5, offsetMs: 1000 }],
      durationMs: 5500,
      holes: [],
      missingMs: 0,
    });
  });

  test("on the edges of pieces takes none that only touches", () => {
    expect(plan(recorded(0, 10), 4, 8)?.parts).toEqual([{ sequences: [2, 3], from: 4, to: 8, offsetMs: 0 }]);
  });

  test("of nothing recorded is none", () => {
    expect(plan([], 0, 4)).toBeNull();
    expect(plan(recorded(10, 5), 0, 4)).toBeNull();
    expect(plan(recorded(0, 2), 30, 40)).toBeNull();
  });

  test("has a part for each run", () => {
    const pieces = [...recorded(0, 3), ...recorded(3, 3, { run: 1 })];
    expect(plan(pieces, 1, 11)).toMatchObject({
      parts: [
        { sequences: [0, 1, 2], from: 1, to: 6, offsetMs: 1000 },
        { sequences: [3, 4, 5], from: 6, to: 11, offsetMs: 0 },
      ],
      durationMs: 10_000,
      missingMs: 0,
    });
  });

  test("leaves holes out of the clip and counts them", () => {
    const pieces = [...recorded(0, 3), ...recorded(5, 3)];
    expect(plan(pieces, 1, 15)).toEqual({
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
    const again = recorded(2, 4, { run: 1 }).map((piece) => ({ ...piece, sequence: (piece.sequence ?? 0) + 100 }));
    expect(plan([...recorded(0, 4), ...again], 0, 12)?.parts.map((part) => part.sequences)).toEqual([
      [0, 1, 2, 3],
      [104, 105],
    ]);
  });

  test("reaches back to the key picture that its first picture needs", () => {
    const pieces = [...recorded(0, 1), ...recorded(1, 2, { startsWithKey: false }), ...recorded(3, 2)];
    expect(plan(pieces, 5, 9)?.parts).toEqual([{ sequences: [0, 1, 2, 3, 4], from: 5, to: 9, offsetMs: 5000 }]);
    const without = pieces.toSpliced(1, 1);
    expect(plan(without, 5, 9)?.parts).toEqual([{ sequences: [2, 3, 4], from: 5, to: 9, offsetMs: 1000 }]);
  });

  test("takes neighbours of a run as unbroken, though the last picture of one stays longer than it says", () => {
    const pieces = recorded(0, 4, { durationMs: 1400 });
    expect(plan(pieces, 1, 7)).toMatchObject({ parts: [{ sequences: [0, 1, 2, 3] }], holes: [] });
    const jumped = pieces.map((piece) => ({ ...piece, sequence: (piece.sequence ?? 0) * 2 }));
    expect(plan(jumped, 1, 7)?.parts).toHaveLength(4);
  });

  test("parts pieces of different formats", () => {
    const pieces = [...recorded(0, 2, { format: "a" }), ...recorded(2, 2, { format: "b" })];
    expect(plan(pieces, 0, 8)?.parts).toHaveLength(2);
  });
});

describe("a page", () => {
  const range = seconds(0, 10);
  const lacking = (coveredMs: number) =>
    ({ status: "missing", coveredMs, missing: [seconds(0, 1)], lacking: [] }) as const;

  const readiness = (coverage: Coverage, afterMs: number, rest: Partial<Outlook> = {}) =>
    cutReadiness(range, coverage, { nowMs: range.toMs + afterMs, coming: [], comingSinceMs: null, ...rest });

  test("cuts as soon as it holds everything", () => {
    expect(readiness({ status: "complete", lacking: [] }, 0)).toBe("cut");
  });

  test("gives others with more footage twenty seconds before it takes what it has", () => {
    expect(readiness(lacking(9000), 19_000)).toBe("wait");
    expect(readiness(lacking(5000), 20_000)).toBe("cut");
    expect(readiness(lacking(4900), 20_000)).toBe("leave");
    expect(readiness({ status: "waiting", coveredMs: 0, missing: [], lacking: [] }, 21_000)).toBe("leave");
  });

  test("waits some minutes for what its recording still fetches of the range, and for nothing else", () => {
    const half = { ...lacking(5000), status: "waiting", missing: [seconds(0, 5)] } as const;
    const comingSinceMs = range.toMs + 600_000;
    const outlook = { coming: [seconds(-300, 2)], comingSinceMs };
    expect(readiness(half, 600_000, { coming: outlook.coming })).toBe("wait");
    expect(readiness(half, 600_000 + 299_000, outlook)).toBe("wait");
    expect(readiness(half, 600_000 + 300_000, outlook)).toBe("cut");
    expect(readiness(half, 600_000, { ...outlook, coming: [seconds(-300, 0), seconds(5, 9)] })).toBe("cut");
  });
});
