// The ring's figures: the limit that is learned, the pace, what goes next, and what is told of what went.
import { describe, expect, test } from "vitest";
import { addFreed, maxFreed } from "#core/recording/freed-footage.ts";
import { bytesPerMinute, footageBytesPerMinute } from "#core/recording/growth.ts";
import { heldStretches } from "#core/recording/held-stretches.ts";
import { nextToGo } from "#core/recording/next-to-go.ts";
import { allowedBytes, learnLimit } from "#core/recording/storage-budget.ts";
import { pieces, seconds, stored, t0 } from "./stored-recordings.ts";

describe("the limit of the disk", () => {
  test("is where a write was refused, and is forgotten when more fits", () => {
    expect(learnLimit(null, 25e6, false)).toBe(null);
    expect(learnLimit(null, 25e6, true)).toBe(25e6);
    expect(learnLimit(25e6, 20e6, false)).toBe(25e6);
    expect(learnLimit(25e6, 26e6, false)).toBe(26e6);
    expect(learnLimit(25e6, 28e6, false)).toBe(null);
    expect(learnLimit(25e6, 22e6, true)).toBe(22e6);
  });

  test("binds before the budget where it is lower, with room for the next pieces", () => {
    expect(allowedBytes(20e9, null)).toBe(20e9);
    expect(allowedBytes(20e9, 500e6)).toBe(492e6);
    expect(allowedBytes(20e9, 25e6)).toBe(22.5e6);
    expect(allowedBytes(20e9, 900e9)).toBe(20e9);
  });
});

describe("the pace", () => {
  const nowMs = t0 + 300_000;

  test("is that of the last three minutes", () => {
    expect(bytesPerMinute(pieces(0, 150), t0, nowMs)).toBeCloseTo(30_000, 0);
    expect(bytesPerMinute([...pieces(0, 60, 9000), ...pieces(60, 90)], t0, nowMs)).toBeCloseTo(30_000, 0);
  });

  test("falls when nothing comes any more, also while older footage is fetched", () => {
    expect(bytesPerMinute(pieces(0, 105), t0, nowMs)).toBeCloseTo(20_000, 0);
    expect(bytesPerMinute(pieces(0, 30), t0, nowMs)).toBe(0);
  });

  test("is not told in the first minute, and not thought small in the second", () => {
    expect(bytesPerMinute(pieces(130, 20), nowMs - 40_000, nowMs)).toBe(null);
    expect(bytesPerMinute(pieces(105, 45), nowMs - 90_000, nowMs)).toBeCloseTo(30_000, 0);
    expect(bytesPerMinute([], nowMs - 90_000, nowMs)).toBe(0);
  });

  test("of footage does not ask when it was broadcast", () => {
    expect(footageBytesPerMinute(pieces(0, 10))).toBe(30_000);
    expect(footageBytesPerMinute([])).toBe(null);
  });
});

describe("what goes next", () => {
  const asked = { roomBytes: 60_000, bytesPerMinute: 30_000, beforeMs: t0 + 10_000_000 };

  test("is the first half hour of what goes first, and when", () => {
    const recordings = [stored("now", "running", pieces(4000, 50)), stored("monday", "ended", pieces(0, 3000))];
    expect(nextToGo({ ...asked, recordings })).toEqual({
      recording: "monday",
      ...seconds(0, 1800),
      inMs: 120_000,
    });
  });

  test("ends where a recording ends, a job's footage begins, or a hole is", () => {
    const holed = [...pieces(0, 10), ...pieces(20, 10)];
    expect(nextToGo({ ...asked, recordings: [stored("monday", "ended", holed)] })).toMatchObject(seconds(0, 20));
    const pinned = stored("monday", "ended", pieces(0, 30), [seconds(10, 15)]);
    expect(nextToGo({ ...asked, recordings: [pinned] })).toMatchObject(seconds(0, 10));
  });

  test("is nothing where nothing may go or nothing grows", () => {
    const kept = [stored("kept", "kept", pieces(0, 30))];
    expect(nextToGo({ ...asked, recordings: kept })).toBe(null);
    expect(nextToGo({ ...asked, bytesPerMinute: 0, recordings: [stored("a", "ended", pieces(0, 3))] })).toBe(null);
  });

  test("goes at once where there is no room left", () => {
    const recordings = [stored("a", "ended", pieces(0, 3))];
    expect(nextToGo({ ...asked, recordings, roomBytes: -5 })?.inMs).toBe(0);
  });
});

describe("what went", () => {
  const gone = (first: number, count: number, recording = "a", wasPinned = false) =>
    pieces(first, count).map((piece) => ({ recording, piece, wasPinned }));

  test("is told as stretches by recording and cause", () => {
    const first = addFreed([], gone(0, 3), "budget", 1);
    const told = addFreed(addFreed(first, gone(3, 2), "budget", 2), gone(5, 1), "disk_full", 3);
    expect(addFreed(told, gone(5, 1, "b", true), "budget", 4)).toEqual([
      { recording: "a", ...seconds(0, 10), bytes: 5000, atMs: 2, cause: "budget", wasPinned: false },
      { recording: "a", ...seconds(10, 12), bytes: 1000, atMs: 3, cause: "disk_full", wasPinned: false },
      { recording: "b", ...seconds(10, 12), bytes: 1000, atMs: 4, cause: "budget", wasPinned: true },
    ]);
  });

  test("is told of the newest only", () => {
    const many = Array.from({ length: 120 }, (_, index) => gone(index * 10, 1)).flat();
    expect(addFreed([], many, "budget", 1).length).toBe(maxFreed);
  });
});

test("a recording is as many stretches as it has holes", () => {
  expect(heldStretches([...pieces(0, 5), ...pieces(8, 2)])).toEqual([seconds(0, 10), seconds(16, 20)]);
  expect(heldStretches([])).toEqual([]);
});
