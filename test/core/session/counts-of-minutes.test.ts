// Kept minutes as seconds of the chart: silence is zero, an outage is nothing, viewers hold until the next poll.
import { expect, test } from "vitest";
import type { SecondRow } from "#core/detection/second-row.ts";
import { countsOfMinutes } from "#core/session/counts-of-minutes.ts";

const minuteMs = 1_700_000_040_000;
const second = minuteMs / 1000;
function row(at: number, messages: number, viewers: number | null = null): SecondRow {
  return [second + at, messages, 1, 0, 0, 0, 0, 0, [], [], [], viewers, null];
}

test("silent seconds are zero, unheard ones are left out, and the viewers of a poll hold", () => {
  const first = {
    atMs: minuteMs,
    seconds: [row(1, 3, 50), row(59, 1)],
    gaps: [[second + 3, second + 58] as [number, number]],
  };
  const next = { atMs: minuteMs + 60_000, seconds: [row(62, 2, 60)], gaps: [] };
  const shown = countsOfMinutes([first, next], minuteMs + 1000, minuteMs + 120_000);
  expect(shown.map(({ atMs, messages, viewers }) => [atMs / 1000 - second, messages, viewers])).toEqual([
    [1, 3, 50],
    [2, 0, 50],
    [59, 1, 50],
    [60, 0, 50],
    [61, 0, 50],
    [62, 2, 60],
  ]);
});

test("nothing is told of a time outside the asked one, nor of minutes without any", () => {
  const minute = { atMs: minuteMs, seconds: [row(0, 1), row(30, 2)], gaps: [] };
  const shown = countsOfMinutes([minute], minuteMs + 29_000, minuteMs + 31_000);
  expect(shown.map(({ messages }) => messages)).toEqual([0, 2]);
  expect(countsOfMinutes([{ atMs: minuteMs, seconds: [], gaps: [] }], 0, minuteMs * 2)).toEqual([]);
});
