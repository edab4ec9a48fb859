import { expect, test } from "vitest";
import { type GrantedDownloads, takeDownloads } from "#core/clips/twitch/download-allowance.ts";

const now = 1_700_000_000_000;

/** Asks again and again; what was granted each time, and when more can be had. */
function asked(...requests: readonly (readonly [atMs: number, count: number])[]) {
  let granted: GrantedDownloads = [];
  return requests.map(([atMs, count]) => {
    const taken = takeDownloads(granted, count, now + atMs);
    granted = taken.granted;
    const { retryAtMs } = taken.allowance;
    return [taken.allowance.granted, retryAtMs === null ? null : retryAtMs - now];
  });
}

test("a hundred are granted in any minute, whoever asks, and then none until the oldest are a minute old", () => {
  expect(asked([0, 60], [10_000, 50], [59_999, 1], [60_000, 50], [70_000, 50])).toEqual([
    [60, null],
    [40, 60_000],
    [0, 60_000],
    [50, null],
    [50, null],
  ]);
});

test("in no minute of a busy hour are there more than a hundred", () => {
  let granted: GrantedDownloads = [];
  const log: [number, number][] = [];
  for (let atMs = now; atMs < now + 3_600_000; atMs += 700) {
    const taken = takeDownloads(granted, 3, atMs);
    granted = taken.granted;
    log.push([atMs, taken.allowance.granted]);
    expect(granted.length).toBeLessThanOrEqual(100);
  }
  const inMinuteUpTo = (endMs: number) =>
    log.reduce((sum, [atMs, count]) => (atMs > endMs - 60_000 && atMs <= endMs ? sum + count : sum), 0);
  expect(Math.max(...log.map(([atMs]) => inMinuteUpTo(atMs)))).toBe(100);
});

test("a clock that jumps back an hour makes nobody wait longer than a minute", () => {
  expect(asked([3_600_000, 100], [0, 1], [60_000, 1])).toEqual([
    [100, null],
    [0, 60_000],
    [1, null],
  ]);
});

test("nothing asked for is nothing granted", () => {
  expect(asked([0, 0], [0, -5])).toEqual([
    [0, null],
    [0, null],
  ]);
});
