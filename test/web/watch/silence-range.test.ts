// Which stretch is asked about when nothing fired.
import { expect, test } from "vitest";
import { isSilent, silenceRange } from "../../../web/watch/silence-range.ts";

const minutes = (count: number) => count * 60_000;

test("since the stream began, since the newest moment, at most an hour", () => {
  const young = { startedAtMs: minutes(100), lastMomentMs: null };
  expect(silenceRange(young, minutes(110))).toEqual({ fromMs: minutes(100), toMs: minutes(110) });
  expect(silenceRange({ ...young, lastMomentMs: minutes(105) }, minutes(110))?.fromMs).toBe(minutes(105));
  expect(silenceRange(young, minutes(300))?.fromMs).toBe(minutes(240));
  expect(silenceRange({ ...young, lastMomentMs: minutes(110) }, minutes(110))).toBeNull();
});

test("a quarter of an hour without a moment is a silence", () => {
  const known = { startedAtMs: 0, lastMomentMs: minutes(60) };
  expect([isSilent(known, minutes(74)), isSilent(known, minutes(75))]).toEqual([false, true]);
});
