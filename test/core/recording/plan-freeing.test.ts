// What goes to make room, in which order, and what never does.
import { describe, expect, test } from "vitest";
import {
  isPinned,
  planFreeing,
  pinnedBytes,
  type DoomedPiece,
  type RecordingStanding,
  type StoredRecording,
} from "#core/recording/plan-freeing.ts";
import { pieces, seconds, stored, t0 } from "./stored-recordings.ts";

const far = t0 + 1e9;
const named = (plan: readonly DoomedPiece[]) => plan.map(({ recording, piece }) => `${recording} ${piece.file}`);

test("goes from the oldest recording that has ended, before anything of the running one", () => {
  const recordings = [
    stored("now", "running", pieces(100, 3)),
    stored("tuesday", "ended", pieces(50, 2)),
    stored("monday", "ended", pieces(0, 2)),
  ];
  expect(named(planFreeing({ recordings, bytes: 4500, beforeMs: far }))).toEqual([
    "monday p0.m4s",
    "monday p1.m4s",
    "tuesday p50.m4s",
    "tuesday p51.m4s",
    "now p100.m4s",
  ]);
});

test("never goes from a kept recording, nor from one that another tab writes", () => {
  const recordings = [stored("kept", "kept", pieces(0, 5)), stored("other", "elsewhere", pieces(0, 5))];
  expect(planFreeing({ recordings, bytes: 1e9, beforeMs: far })).toEqual([]);
});

test("goes last from what open jobs need, and then it goes", () => {
  const recordings = [
    stored("now", "running", pieces(100, 4), [seconds(200, 204)]),
    stored("monday", "ended", pieces(0, 2), [seconds(0, 1)]),
  ];
  expect(named(planFreeing({ recordings, bytes: 1e9, beforeMs: far }))).toEqual([
    "monday p1.m4s",
    "now p102.m4s",
    "now p103.m4s",
    "monday p0.m4s",
    "now p100.m4s",
    "now p101.m4s",
  ]);
  expect(pinnedBytes(recordings)).toBe(3000);
});

test("makes no room for older footage with newer", () => {
  const recordings = [stored("now", "running", pieces(100, 4))];
  expect(planFreeing({ recordings, bytes: 1e9, beforeMs: t0 + 204_000 }).length).toBe(2);
  expect(planFreeing({ recordings, bytes: 1e9, beforeMs: t0 + 100_000 })).toEqual([]);
});

describe("whatever lies on the disk", () => {
  const standings: readonly RecordingStanding[] = ["ended", "ended", "kept", "elsewhere"];

  /** Mulberry32: the same worlds in every run. */
  function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
    };
  }

  function world(roll: (sides: number) => number): StoredRecording[] {
    const pins = () =>
      Array.from({ length: roll(3) }, () => {
        const from = roll(400);
        return seconds(from, from + 1 + roll(40));
      });
    const others = Array.from({ length: roll(5) }, (_, index) =>
      stored(`old ${index}`, standings[roll(4)] ?? "ended", pieces(roll(150), roll(20), 500 + roll(1000)), pins()),
    );
    return [...others, stored("now", "running", pieces(160, roll(40), 500 + roll(1000)), pins())];
  }

  test("enough goes, in order, and nothing that must stay", () => {
    for (let seed = 0; seed < 300; seed++) check(seed);
  });

  function check(seed: number): void {
    const roll = dice(seed);
    const recordings = world(roll);
    const bytes = roll(30_000);
    const beforeMs = t0 + roll(500) * 1000;
    const plan = planFreeing({ recordings, bytes, beforeMs });
    const all = planFreeing({ recordings, bytes: Number.POSITIVE_INFINITY, beforeMs });
    const sum = (some: readonly DoomedPiece[]) => some.reduce((total, { piece }) => total + piece.bytes, 0);

    // Enough, or all that may go; and not one piece more than needed.
    expect(sum(plan) >= bytes || plan.length === all.length).toBe(true);
    expect(plan.length === 0 || sum(plan.slice(0, -1)) < bytes).toBe(true);
    expect(new Set(plan.map(({ recording, piece }) => `${recording} ${piece.file}`)).size).toBe(plan.length);

    const standingOf = new Map(recordings.map((one) => [one.name, one]));
    for (const [index, { recording, piece }] of plan.entries()) {
      const own = standingOf.get(recording);
      expect(own?.standing === "ended" || own?.standing === "running").toBe(true);
      if (own?.standing === "running") expect(piece.startMs + piece.durationMs).toBeLessThanOrEqual(beforeMs);
      // Never newer before older within a recording, unless a job needs the older.
      for (const later of plan.slice(index + 1)) {
        if (later.recording !== recording || later.piece.startMs >= piece.startMs) continue;
        expect(isPinned(later.piece, own?.pins ?? [])).toBe(true);
        expect(isPinned(piece, own?.pins ?? [])).toBe(false);
      }
    }
    // Nothing of the running one while an ended one has footage that no job needs.
    const fromRunning = plan.findIndex(({ recording }) => recording === "now");
    const ofEnded = plan.findLastIndex(
      ({ recording, piece }) => recording !== "now" && !isPinned(piece, standingOf.get(recording)?.pins ?? []),
    );
    if (fromRunning >= 0) expect(ofEnded).toBeLessThan(fromRunning);
  }
});
