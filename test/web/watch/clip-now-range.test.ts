// Which seconds "clip now" asks for.
import { expect, test } from "vitest";
import { clipNowRange } from "../../../web/watch/clip-now-range.ts";

test("the half minute before the picture on screen", () => {
  expect(clipNowRange({ playingMs: 100_000.4, fromMs: 0, toMs: 104_000 })).toEqual({ fromMs: 70_000, toMs: 100_000 });
});

test("what was recorded, when that is less than half a minute", () => {
  expect(clipNowRange({ playingMs: 100_000, fromMs: 88_000, toMs: 104_000 })).toEqual({
    fromMs: 88_000,
    toMs: 100_000,
  });
});

test("the newest recorded picture, when nothing plays", () => {
  expect(clipNowRange({ playingMs: null, fromMs: 0, toMs: 104_000 })).toEqual({ fromMs: 74_000, toMs: 104_000 });
});

test("a page that records nothing clips what it plays: another page may hold the footage", () => {
  expect(clipNowRange({ playingMs: 100_000, fromMs: null, toMs: null })).toEqual({ fromMs: 70_000, toMs: 100_000 });
});

test.each([
  ["nothing plays and nothing is recorded", { playingMs: null, fromMs: null, toMs: null }],
  ["the recording began a moment ago", { playingMs: 100_000, fromMs: 97_000, toMs: 101_000 }],
  ["the picture is older than the recording", { playingMs: 100_000, fromMs: 120_000, toMs: 130_000 }],
])("nothing when %s", (_, footage) => {
  expect(clipNowRange(footage)).toBeNull();
});
