import { expect, test } from "vitest";
import { cleanLine } from "#core/text/clean-line.ts";

test.each([
  ["no\u0000brakes", 50, "no brakes"],
  ["  two\r\nlines\t ", 50, "two lines"],
  ["abcdef", 3, "abc"],
  ["ab😀", 3, "ab"],
  ["ab😀", 4, "ab😀"],
  ["\u0007", 5, ""],
  ["\u202efdp.\u2066exe", 20, "fdp.exe"],
  [" \u200b\u2060 ", 5, ""],
  ["👩\u200d👧", 10, "👩\u200d👧"],
])("%j at most %i long is %j", (text, max, expected) => {
  expect(cleanLine(text, max)).toBe(expected);
});
