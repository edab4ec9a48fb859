import { expect, test } from "vitest";
import { cleanLine, lineSchema, seenLineSchema } from "#core/text/clean-line.ts";
import { cutText } from "#core/text/cut-text.ts";

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
  ["a\ud83d b", 10, "a\ufffd b"],
  ["\ude00ab", 10, "\ufffdab"],
  ["\u2800\u2800", 10, ""],
  ["\u3164", 10, ""],
  ["\u115f\u1160\uffa0", 10, ""],
  ["\ufeff\u00ad\u034f\u200d\ufe0f", 10, ""],
  ["\u{e0041}\u{e0020}", 10, ""],
  ["\u2800gg", 10, "\u2800gg"],
  ["❤\ufe0f", 10, "❤\ufe0f"],
])("%j at most %i long is %j", (text, max, expected) => {
  expect(cleanLine(text, max)).toBe(expected);
});

test("a text of megabytes is not looked through for one line", () => {
  expect(cleanLine(`gg${" ".repeat(5_000_000)}`, 140)).toBe("gg");
});

test.each([
  ["ab😀c", 3, "ab"],
  ["ab😀c", 4, "ab😀"],
  ["abc", 3, "abc"],
  ["😀", 1, ""],
])("%j cut at %i is %j", (text, max, expected) => {
  expect(cutText(text, max)).toBe(expected);
});

test("the schema of a line cleans, and that of a line that is seen refuses a blank one", () => {
  expect(lineSchema(3).parse("a\u0000bcd")).toBe("a b");
  expect(seenLineSchema(9).safeParse("\u3164\u2800").success).toBe(false);
});
