// Lists of words as people type them.
import { expect, test } from "vitest";
import { typedNames } from "../../../../web/features/detection/name-list.ts";

test("a name that is too long is quoted without half a character", () => {
  const typed = typedNames("x".repeat(19) + "😀".repeat(30), 10);
  expect(typed).toEqual({ ok: false, problem: `“${"x".repeat(19)}…” is longer than 60 characters.` });
});
