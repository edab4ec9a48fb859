import { describe, expect, test } from "vitest";
import { isAtLiveEdge, stepFrom } from "../../../../web/features/playback/rewind-step.ts";

const range = { fromMs: 100_000, toMs: 200_000 };
const gap = { fromMs: 140_000, toMs: 160_000 };
const from = (playingMs: number, byMs: number) => stepFrom({ range, gaps: [gap], playingMs }, byMs);

describe("a step", () => {
  test("goes back and forward by its length", () => {
    expect([from(130_000, -10_000), from(120_000, 10_000)]).toEqual([120_000, 130_000]);
  });

  test("ends where the recording does", () => {
    expect([from(104_000, -10_000), from(195_000, 10_000)]).toEqual([100_000, 200_000]);
  });

  test("passes a gap instead of ending in it, in both directions", () => {
    expect([from(161_000, -10_000), from(139_000, 10_000)]).toEqual([138_000, 160_000]);
  });

  test("back over a gap never leads before the recording begins", () => {
    const gaps = [{ fromMs: 100_000, toMs: 160_000 }];
    expect(stepFrom({ range, gaps, playingMs: 161_000 }, -10_000)).toBe(100_000);
  });
});

test("the last quarter of a minute counts as live, an unknown picture does not", () => {
  expect([185_000, 186_000, null].map((playingMs) => isAtLiveEdge(range, playingMs))).toEqual([false, true, false]);
});
