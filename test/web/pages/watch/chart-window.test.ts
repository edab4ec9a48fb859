// What the live chart shows of the seconds that arrive.
import { describe, expect, test } from "vitest";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { chartColumns, keptSeconds, mergeCounts, shownSeconds } from "../../../../web/pages/watch/chart-window.ts";

const second = (at: number, messages = 1): SecondCounts => ({
  atMs: at * 1000,
  messages,
  chatters: messages,
  reactions: 0,
  demand: 0,
  viewers: 50,
});
const run = (from: number, to: number, messages = 1) =>
  Array.from({ length: to - from }, (_, index) => second(from + index, messages));

describe("merging seconds", () => {
  test("a second told again takes the newer count and its place in time", () => {
    const merged = mergeCounts(run(1, 5), [second(3, 9), second(5, 2)]);
    expect(merged.map((one) => [one.atMs / 1000, one.messages])).toEqual([
      [1, 1],
      [2, 1],
      [3, 9],
      [4, 1],
      [5, 2],
    ]);
  });

  test("seconds that come out of order are put in order", () => {
    expect(mergeCounts([], [second(3), second(1), second(2)]).map((one) => one.atMs / 1000)).toEqual([1, 2, 3]);
  });

  test("six hours of seconds leave only the window", () => {
    let known: readonly SecondCounts[] = [];
    for (let at = 0; at < 6 * 3600; at++) known = mergeCounts(known, [second(at)]);
    expect(known).toHaveLength(keptSeconds);
    expect(known.at(-1)?.atMs).toBe((6 * 3600 - 1) * 1000);
  });

  test("after a long gap what was before it is forgotten", () => {
    expect(mergeCounts(run(0, 10), [second(5_000)])).toEqual([second(5_000)]);
  });
});

describe("columns", () => {
  test("have one row for each second of the window, its end included", () => {
    const { seconds } = chartColumns([], 10_000_500);
    expect([seconds[0], seconds.at(-1), seconds.length]).toEqual([10_000 - shownSeconds, 10_000, shownSeconds + 1]);
  });

  test("a second nobody counted is unknown, a quiet one is zero", () => {
    const { messages, viewers } = chartColumns([second(9_990, 0)], 10_000_000);
    expect(messages.at(-11)).toBe(0);
    expect(messages.at(-10)).toBeNull();
    expect(viewers.at(-10)).toBeNull();
  });

  test("each point is the mean of five seconds, at the edges of what is known of fewer", () => {
    const { messages } = chartColumns(
      [second(9_996, 0), second(9_997, 0), second(9_998, 10), second(9_999, 0), second(10_000, 0)],
      10_000_000,
    );
    expect(messages.slice(-5)).toEqual([10 / 3, 10 / 4, 10 / 5, 10 / 4, 10 / 3]);
  });
});
