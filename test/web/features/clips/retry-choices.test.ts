// What a failed clip offers to try.
import { expect, test } from "vitest";
import { jobStatuses } from "#core/clips/job/clip-job.ts";
import { retryChoices } from "../../../../web/features/clips/retry-choices.ts";
import { aJob } from "../../../support/clip-builders.ts";

test("the way that failed and those that the desk offers, each once", () => {
  const failed = aJob({ status: "failed", executor: "twitch_live", alternatives: ["twitch_vod", "twitch_live"] });
  expect(retryChoices(failed)).toEqual({
    left: 3,
    choices: [
      { executor: "twitch_live", words: "Try again" },
      { executor: "twitch_vod", words: "Try from the recording (VOD)" },
    ],
    refusal: null,
  });
});

test.each([
  [2, 1, null],
  [3, 0, "It has been tried again 3 times; that is the limit."],
])("after %i retries %i are left", (manualRetries, left, refusal) => {
  expect(retryChoices(aJob({ status: "failed", manualRetries }))).toMatchObject({ left, refusal });
});

test.each(jobStatuses.filter((status) => status !== "failed"))("a clip that is %s is not tried again", (status) => {
  expect(retryChoices(aJob({ status }))).toBeNull();
});
