import { expect, test } from "vitest";
import {
  addSample,
  baselineSamples,
  createBaseline,
  restoreSeries,
  robustZ,
  steady,
} from "#core/detection/baseline.ts";

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1]!;
  return sorted.length % 2 === 1 ? upper : (sorted[(sorted.length >> 1) - 1]! + upper) / 2;
}

test("median and deviation are those of the last half hour, whatever came and went", () => {
  const series = createBaseline().messages;
  let state = 3;
  for (let index = 0; index < 3 * baselineSamples; index++) {
    state = (state * 16_807) % 2_147_483_647;
    addSample(series, Math.floor((state / 2_147_483_647) ** 3 * 40));
    const values = series.counts.map(steady);
    const median = middle(values);
    expect(series.median).toBeCloseTo(median, 10);
    expect(series.deviation).toBeCloseTo(1.4826 * middle(values.map((value) => Math.abs(value - median))), 10);
  }
  expect(series.counts).toHaveLength(baselineSamples);
  expect(restoreSeries(series.counts)).toEqual(series);
});

test("a perfectly steady chat does not make one more message a sensation", () => {
  const series = restoreSeries(Array.from({ length: 100 }, () => 10));
  expect(robustZ(series, 11, 1.5)).toBeLessThan(0.5);
});
