import { describe, expect, test } from "vitest";
import { exhaust, learnRate, type RateReport, takePoint, unknownRate } from "#core/accounts/rate-bucket.ts";

const nowMs = Date.UTC(2026, 0, 17, 12, 0, 0);
const nowSeconds = nowMs / 1000;

function report(part: Partial<RateReport> = {}): RateReport {
  return {
    remaining: null,
    resetSeconds: null,
    creationRemaining: null,
    creationResetSeconds: null,
    retryAfterSeconds: null,
    ...part,
  };
}

describe("after a 429 it waits", () => {
  test.each<[string, Partial<RateReport>, number]>([
    ["until the reset", { remaining: 0, resetSeconds: nowSeconds + 30 }, 30],
    [
      "until the reset, which counts for more than Retry-After",
      { resetSeconds: nowSeconds + 30, retryAfterSeconds: 5 },
      30,
    ],
    ["for Retry-After where there is no reset", { retryAfterSeconds: 12 }, 12],
    ["a minute where nothing is said", {}, 60],
    ["a second at least", { resetSeconds: nowSeconds }, 1],
    ["a second for a reset a moment ago, by another clock", { resetSeconds: nowSeconds - 4 }, 1],
    ["a minute for a reset in the past: the clock has jumped", { resetSeconds: nowSeconds - 3600 }, 60],
    ["a minute for a reset hours ahead", { resetSeconds: nowSeconds + 7200 }, 60],
    ["a minute for a reset in milliseconds", { resetSeconds: nowMs }, 60],
    ["for Retry-After where the reset is absurd", { resetSeconds: 0, retryAfterSeconds: 7 }, 7],
    ["ten minutes at most", { retryAfterSeconds: 86_400 }, 600],
    ["never in the past", { retryAfterSeconds: -5 }, 60],
  ])("%s", (_, part, seconds) => {
    const { bucket, retryAtMs } = exhaust(unknownRate, "general", report(part), nowMs);
    expect(retryAtMs).toBe(nowMs + seconds * 1000);
    expect(takePoint(bucket, "general", nowMs).retryAtMs).toBe(retryAtMs);
    expect(takePoint(bucket, "general", retryAtMs).retryAtMs).toBeNull();
  });
});

test("what Helix says is left is counted down, and the last point is the last until the reset", () => {
  let bucket = learnRate(unknownRate, report({ remaining: 2, resetSeconds: nowSeconds + 10 }), nowMs);
  const waits: (number | null)[] = [];
  for (let i = 0; i < 3; i++) {
    const taken = takePoint(bucket, "general", nowMs);
    bucket = taken.bucket;
    waits.push(taken.retryAtMs);
  }
  expect(waits).toEqual([null, null, nowMs + 10_000]);
  expect(takePoint(bucket, "general", nowMs + 10_000).retryAtMs).toBeNull();
});

test("a 429 of a download with general points left stops downloads only", () => {
  const { bucket } = exhaust(unknownRate, "downloads", report({ remaining: 700, resetSeconds: nowSeconds + 3 }), nowMs);
  const waits = (["general", "creation", "downloads"] as const).map((kind) => takePoint(bucket, kind, nowMs).retryAtMs);
  expect(waits).toEqual([null, null, nowMs + 60_000]);
});

test("an empty bucket for clips stops clips only", () => {
  const left = { remaining: 700, resetSeconds: nowSeconds + 3 };
  const told = learnRate(unknownRate, report({ ...left, creationRemaining: 0 }), nowMs);
  const refused = exhaust(unknownRate, "creation", report(left), nowMs);
  for (const bucket of [told, refused.bucket]) {
    expect(takePoint(bucket, "general", nowMs).retryAtMs).toBeNull();
    expect(takePoint(bucket, "creation", nowMs).retryAtMs).toBe(nowMs + 60_000);
  }
  const { bucket } = exhaust(unknownRate, "creation", report({ remaining: 0, resetSeconds: nowSeconds + 3 }), nowMs);
  expect(takePoint(bucket, "general", nowMs).retryAtMs).toBe(nowMs + 3000);
});

test("a clock that was put back does not lock the account", () => {
  const { bucket } = exhaust(unknownRate, "general", report({ resetSeconds: nowSeconds + 30 }), nowMs);
  expect(takePoint(bucket, "general", nowMs - 86_400_000).retryAtMs).toBeNull();
});

test("headers that are missing leave what was known", () => {
  const known = learnRate(unknownRate, report({ remaining: 5, resetSeconds: nowSeconds + 10 }), nowMs);
  expect(learnRate(known, report(), nowMs)).toEqual(known);
});
