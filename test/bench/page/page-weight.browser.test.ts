import { beforeAll, expect, test } from "vitest";
import { benchPageWeight } from "../../../bench/page/page-weight.ts";
import { buildPages } from "../../../scripts/build-pages.ts";

let weights: Map<string, number>;

beforeAll(async () => {
  expect(await buildPages()).toMatchObject({ ok: true });
  weights = new Map((await benchPageWeight()).map(({ key, value }) => [key, value]));
});

/** Kilobytes of 1000 bytes, compressed, before a page can be used. */
test.each([
  ["page.first_load_gzip_kb", 60],
  ["page.watch_load_gzip_kb", 100],
])("%s is at most %d", (key, budget) => {
  expect(weights.get(key)).toBeLessThanOrEqual(budget);
});
