// Which stretch is asked about when nothing fired.
import { expect, test } from "vitest";
import { isSilent, silenceRange } from "../../../../web/pages/watch/silence-range.ts";

const minutes = (count: number) => count * 60_000;
const heard = (from: number, to: number) => ({ fromMs: minutes(from), toMs: minutes(to) });
/** Rises for half a minute before it is told. */
const told = (at: number) => ({ onsetMs: minutes(at - 0.5), detectedMs: minutes(at) });
const since = (from: number, to: number) => ({ ...heard(from, to), which: "since_newest" });
const longest = (from: number, to: number) => ({ ...heard(from, to), which: "longest" });

test("since the stream began, since the newest moment, at most an hour", () => {
  expect(silenceRange(heard(100, 110), [])).toEqual(since(100, 110));
  expect(silenceRange(heard(100, 110), [told(105), told(102)])).toEqual(since(105, 110));
  expect(silenceRange(heard(100, 300), [told(105)])).toEqual(since(240, 300));
  expect(silenceRange(heard(100, 110), [told(109)])).toEqual(since(109, 110));
});

test("right after a moment, the longest stretch of the last hour before it", () => {
  expect(silenceRange(heard(100, 130), [told(129.5), told(112), told(105)])).toEqual(longest(112, 129));
  expect(silenceRange(heard(0, 130), [told(129.5), told(40)])).toEqual(longest(70, 129));
  // The counts come later than the moments.
  expect(silenceRange(heard(100, 130), [told(131.5)])).toEqual(longest(100, 130));
});

test("where no minute lies between moments there is nothing to ask about", () => {
  expect(silenceRange(heard(100, 100.9), [])).toBeNull();
  expect(silenceRange(heard(100, 102), [told(101), told(102)])).toBeNull();
  expect(silenceRange(heard(100, 102), [told(110), told(101)])).not.toEqual(longest(101, 110));
});

test("a quarter of an hour without a moment is a silence", () => {
  expect([isSilent(minutes(60), minutes(74)), isSilent(minutes(60), minutes(75))]).toEqual([false, true]);
});
