// What editing a candidate sends.
import { describe, expect, test } from "vitest";
import { candidateSources } from "#core/clips/job/clip-job.ts";
import { candidateChange } from "../../../../web/features/clips/candidate-change.ts";
import { confidenceWords, sourceNames } from "../../../../web/features/clips/candidate-words.ts";
import { aCandidate } from "../../../support/clip-builders.ts";

const candidate = aCandidate({ title: "A jump", suggestedDurationSeconds: 30 });

test.each([
  ["A jump", "30", {}],
  [" A leap ", "30", { title: "A leap" }],
  ["A jump", "12.34", { durationSeconds: 12.3 }],
  ["A leap", "5", { title: "A leap", durationSeconds: 5 }],
])("%s for %s s", (title, seconds, change) => {
  expect(candidateChange(candidate, title, seconds)).toEqual(change);
});

describe("is refused with a sentence", () => {
  test.each(["4.9", "180.1", "", " ", "abc", "Infinity", "-30"])("a length of “%s”", (seconds) => {
    expect(candidateChange(candidate, "A jump", seconds)).toBe("The length must be 5 to 180 seconds.");
  });

  test("an empty title", () => {
    expect(candidateChange(candidate, "  ", "30")).toBe("A clip needs a title.");
  });
});

test("every source and every confidence has words", () => {
  expect(candidateSources.map((source) => sourceNames[source]).every(Boolean)).toBe(true);
  expect([0, 0.5, 0.7, 1].map(confidenceWords)).toEqual(["a guess", "not so sure", "fairly sure", "very sure"]);
});
