import { expect, test } from "vitest";
import { clipRange, usualChatLagMs } from "#core/moments/clip-range.ts";

const at = (onsetSeconds: number, peakSeconds: number) => ({
  onsetMs: onsetSeconds * 1000,
  peakMs: peakSeconds * 1000,
});

test("from 25 seconds before the onset to 15 after the peak", () => {
  expect(clipRange(at(100, 104))).toEqual({ fromMs: 75_000, toMs: 119_000 });
});

test("a slow rise does not reach further than 30 seconds before the peak", () => {
  expect(clipRange(at(100, 130))).toEqual({ fromMs: 100_000, toMs: 145_000 });
});

test("a measured lag moves the whole clip by its difference from the usual one", () => {
  expect(clipRange(at(100, 104), { chatLagMs: usualChatLagMs + 4000 })).toEqual({ fromMs: 71_000, toMs: 115_000 });
  expect(clipRange(at(100, 104), { chatLagMs: usualChatLagMs - 4000 })).toEqual({ fromMs: 79_000, toMs: 123_000 });
});

test("a wrong clock cannot make a range of nothing", () => {
  const range = clipRange(at(1, 1), { chatLagMs: 1e12 });
  expect(range.fromMs).toBe(0);
  expect(range.toMs).toBeGreaterThan(range.fromMs);
});
