// Numbers and words as the pages show them.
import { describe, expect, test } from "vitest";
import { formatBytes, formatCount, formatLag, formatValue } from "../../../../web/ui/format/format-number.ts";
import { formatAgo, formatSpan } from "../../../../web/ui/format/format-span.ts";
import { triggerEvidence, triggerWords } from "../../../../web/ui/format/trigger-words.ts";

test.each([
  [null, "–"],
  [0, "0"],
  [9_999, "9,999"],
  [12_345, "12.3K"],
])("count %s", (count, words) => {
  expect(formatCount(count)).toBe(words);
});

test.each([
  [870_000, "870 kB"],
  [42_000_000, "42 MB"],
  [2_700_000_000, "2.7 GB"],
])("%s bytes", (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test.each([
  [0, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [3_600_000, "1 h"],
  [11_400_000, "3 h 10 min"],
])("a span of %s ms", (spanMs, words) => {
  expect(formatSpan(spanMs)).toBe(words);
});

test("clocks a little apart never read as the future", () => {
  expect([formatAgo(5_000, 0), formatLag(-300)]).toEqual(["now", "0.0 s"]);
});

test("values have no more digits than they deserve", () => {
  expect([7, 1.14, 11.4].map(formatValue)).toEqual(["7", "1.1", "11"]);
});

describe("a trigger", () => {
  const trigger = {
    type: "emote_spam",
    atMs: 0,
    windowSeconds: 5,
    value: 24,
    baseline: 1,
    ratio: 24,
    unit: "times",
    term: "KEKW",
  } as const;

  test("is a chip with its term and ratio", () => {
    expect(triggerWords(trigger)).toBe("emote “KEKW” ×24");
  });

  test("has its numbers in one phrase", () => {
    expect(triggerEvidence(trigger)).toBe("24 times over 5 s, usually 1");
    expect(triggerEvidence({ ...trigger, baseline: null, windowSeconds: 0 })).toBe("24 times");
  });
});
