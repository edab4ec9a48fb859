// A session's kept seconds as the columns of a chart.
import { expect, test } from "vitest";
import type { SecondRow } from "#core/detection/second-row.ts";
import { replayColumns } from "../../../../web/features/what-if/replay-columns.ts";

const second = (at: number, messages: number, chatters: number): SecondRow => [
  at,
  messages,
  chatters,
  0,
  0,
  0,
  0,
  0,
  [],
  [],
  [],
  null,
  null,
];

test("a second that was not kept is silent, one in a gap is unknown", () => {
  const counted = { kept: [second(100, 4, 2), second(103, 1, 1)], gaps: [[102, 102]] as const };
  expect(replayColumns(counted, 10)).toEqual({
    seconds: [100, 101, 102, 103],
    messages: [4, 0, null, 1],
    chatters: [2, 0, null, 1],
  });
});

test("a long session has no more columns than asked for, each the mean of what was heard", () => {
  const counted = {
    kept: [second(100, 4, 4), second(101, 2, 0), second(105, 6, 2)],
    gaps: [
      [102, 103],
      [104, 104],
    ] as const,
  };
  expect(replayColumns(counted, 3)).toEqual({
    seconds: [100, 102, 104],
    messages: [3, null, 6],
    chatters: [2, null, 2],
  });
});

test("a gap without end costs nothing, and nothing kept is nothing drawn", () => {
  expect(replayColumns({ kept: [second(100, 1, 1)], gaps: [[0, 4_000_000_000]] }, 5).messages).toEqual([null]);
  expect(replayColumns({ kept: [], gaps: [] }, 5).messages).toHaveLength(1);
});
