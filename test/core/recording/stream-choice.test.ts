// What a browser remembers of the quality and sound it records.
import { expect, test } from "vitest";
import { parseStreamChoice } from "#core/recording/stream-choice.ts";

test("a choice is read back, and anything else is none", () => {
  const choice = { quality: "720p60|3000000|avc1|", sound: "english" };
  const none = { quality: null, sound: null };
  expect(parseStreamChoice(JSON.stringify(choice))).toEqual(choice);
  for (const nonsense of [null, "", "7", "{}", '{"quality":7,"sound":null}', "x".repeat(1000)])
    expect(parseStreamChoice(nonsense)).toEqual(none);
});
