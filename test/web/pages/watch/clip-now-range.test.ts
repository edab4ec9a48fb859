// Which seconds "clip now" asks for.
import { expect, test } from "vitest";
import { clipNowRange, isSameClip } from "../../../../web/pages/watch/clip-now-range.ts";

test("the half minute before the picture on screen", () => {
  expect(clipNowRange({ playingMs: 100_000.4, fromMs: 0, toMs: 104_000, gaps: [] })).toEqual({
    fromMs: 70_000,
    toMs: 100_000,
  });
});

test("what was recorded, when that is less than half a minute", () => {
  expect(clipNowRange({ playingMs: 100_000, fromMs: 88_000, toMs: 104_000, gaps: [] })).toEqual({
    fromMs: 88_000,
    toMs: 100_000,
  });
});

test("the newest recorded picture, when nothing plays", () => {
  expect(clipNowRange({ playingMs: null, fromMs: 0, toMs: 104_000, gaps: [] })).toEqual({
    fromMs: 74_000,
    toMs: 104_000,
  });
});

test("a page that records nothing clips what it plays: another page may hold the footage", () => {
  expect(clipNowRange({ playingMs: 100_000, fromMs: null, toMs: null, gaps: [] })).toEqual({
    fromMs: 70_000,
    toMs: 100_000,
  });
});

test.each([
  ["nothing plays and nothing is recorded", { playingMs: null, fromMs: null, toMs: null, gaps: [] }],
  ["the recording began a moment ago", { playingMs: 100_000, fromMs: 97_000, toMs: 101_000, gaps: [] }],
  ["the picture is older than the recording", { playingMs: 100_000, fromMs: 120_000, toMs: 130_000, gaps: [] }],
])("nothing when %s", (_, footage) => {
  expect(clipNowRange(footage)).toBeNull();
});

test("begins after a gap that it would begin in, but does not lose what lies before a gap inside it", () => {
  const gaps = [
    { fromMs: 10_000, toMs: 82_000, reason: "recorder_stopped" },
    { fromMs: 90_000, toMs: 91_000, reason: "fetch_failed" },
  ] as const;
  const footage = { playingMs: 100_000, fromMs: 5_000, toMs: 104_000, gaps };
  expect(clipNowRange(footage)).toEqual({ fromMs: 82_000, toMs: 100_000 });
});

test("pressing again within five seconds is the same clip", () => {
  const last = { fromMs: 70_000, toMs: 100_000 };
  const again = (toMs: number) => isSameClip({ fromMs: toMs - 30_000, toMs }, last);
  expect([again(100_000), again(104_900), again(105_000), isSameClip(last, null)]).toEqual([true, true, false, false]);
});
