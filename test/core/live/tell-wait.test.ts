import { expect, test } from "vitest";
import { tellWaitMs } from "#core/live/tell-wait.ts";

test.each([
  ["never told before", 0, 1_700_000_000_000, 0],
  ["told just now", 5000, 5000, 1000],
  ["told a moment ago", 5000, 5400, 600],
  ["told a second ago", 5000, 6000, 0],
  ["the clock has jumped back an hour", 3_605_000, 5000, 0],
])("%s", (_, toldAtMs, nowMs, waitMs) => {
  expect(tellWaitMs(toldAtMs, nowMs)).toBe(waitMs);
});
