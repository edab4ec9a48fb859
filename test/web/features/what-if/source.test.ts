// What settings are tried on.
import { expect, test } from "vitest";
import type { SecondRow } from "#core/detection/second-row.ts";
import { sourceOfChat } from "../../../../web/features/what-if/source.ts";

const second = (at: number): SecondRow => [at, 1, 1, 0, 0, 0, 0, 0, [], [], [], null, null];
const kept = [second(3600), second(2 * 3600 - 1)];

test("hours are those in which chat was heard, whatever was not before the first count and after the last", () => {
  const hours = (gaps: [number, number][]) => sourceOfChat({ kept, gaps }).hours;
  expect(hours([])).toBe(1);
  expect(hours([[4000, 5799]])).toBe(0.5);
  expect(hours([[0, 3599]])).toBe(1);
  expect(hours([[7200, 9000]])).toBe(1);
  expect(hours([[0, 5399]])).toBe(0.5);
});
