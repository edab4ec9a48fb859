// What the measurements print and keep.
import { expect, test } from "vitest";
import { formatRows } from "../../bench/format-rows.ts";
import { mergeResults } from "../../bench/merge-results.ts";
import type { Row } from "../../bench/row.ts";

const light: Row = { key: "page.weight_kb", value: 50.3, unit: "kB", baseline: null, ratio: null };
const fast: Row = { key: "cut.copy_ratio", value: 1 / 3, unit: "ratio", baseline: 2, ratio: 0.5, random: 0.05 };

test("the table is aligned and leaves out what no row has", () => {
  expect(formatRows([light, { ...light, key: "page.all", value: 1234.56 }]).split("\n")).toEqual([
    "key             value  unit",
    "page.weight_kb   50.3  kB",
    "page.all         1235  kB",
  ]);
});

test("the table shows what a figure is compared with", () => {
  expect(formatRows([light, fast]).split("\n")).toEqual([
    "key              value  unit   baseline  ratio  by chance",
    "page.weight_kb    50.3  kB",
    "cut.copy_ratio  0.3333  ratio         2    0.5       0.05",
  ]);
});

test("a figure replaces the one of its key, and the others stay", () => {
  const { key: _key, ...lightFigure } = light;
  const old = { value: 9, unit: "ratio", baseline: null, ratio: null };
  expect(JSON.stringify(mergeResults({ "page.weight_kb": lightFigure, "cut.copy_ratio": old }, [fast]))).toBe(
    JSON.stringify({
      "cut.copy_ratio": { value: 1 / 3, unit: "ratio", baseline: 2, ratio: 0.5, random: 0.05 },
      "page.weight_kb": lightFigure,
    }),
  );
});
