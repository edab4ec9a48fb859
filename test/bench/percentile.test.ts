// What the measurements call p50 and p95.
import { expect, test } from "vitest";
import { percentile } from "../../bench/percentile.ts";

test("a percentile is one of the values, whatever their order", () => {
  const values = [40, 10, 30, 20, 1000];
  expect([0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([30, 40, 1000]);
});

test("of nothing there is none", () => {
  expect(percentile([], 0.5)).toBeNaN();
});
