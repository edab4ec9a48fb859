// What a clip's card says.
import { describe, expect, test } from "vitest";
import type { ClipJob } from "#core/clips/clip-job.ts";
import type { JobProgress } from "../../../web/clips/clip-runner.types.ts";
import { clipView } from "../../../web/watch/clip-words.ts";
import { aJob } from "../../support/clip-builders.ts";

const job = (over: Partial<ClipJob>): ClipJob =>
  aJob({ jobId: "j", candidateSource: "manual", title: "", range: { fromMs: 10_000, toMs: 40_000 }, ...over });
const here = (stage?: JobProgress["stage"], fraction = 0.5, recordedFromMs: number | null = 5_000) => ({
  progress: stage && { jobId: "j", stage, fraction },
  pageId: "mine",
  recordedFromMs,
  recordedToMs: recordedFromMs === null ? null : 28_000,
  gaps: [],
});

describe("a job this page works on", () => {
  test("waits for footage and says how long", () => {
    const view = clipView(job({}), here("waiting_for_footage", 0.6));
    expect([view.words, view.fraction]).toEqual(["Waiting for footage, 12 s to go", 0.6]);
  });

  test.each([
    ["cutting", "Cutting 50 %"],
    ["uploading", "Uploading 50 %"],
    ["finishing", "Finishing 50 %"],
  ] as const)("%s", (stage, words) => {
    expect(clipView(job({ status: "creating", lease: { pageId: "mine", expiresAtMs: 1 } }), here(stage)).words).toBe(
      words,
    );
  });
});

describe("a job this page does not work on", () => {
  test("is another page's while that page holds it", () => {
    const view = clipView(job({ status: "creating", lease: { pageId: "other", expiresAtMs: 1 } }), here());
    expect([view.words, view.fraction]).toEqual(["Another page is cutting it", null]);
  });

  test.each([
    ["records nothing", null],
    ["began to record later", 12_000],
  ])("waits for a page with footage when this one %s", (_, recordedFromMs) => {
    expect(clipView(job({}), here(undefined, 0, recordedFromMs)).words).toBe("Waits for a page that holds the footage");
  });

  test("is in the queue when this page holds the footage", () => {
    expect(clipView(job({}), here()).words).toBe("In the queue");
  });

  test.each([
    [24_000, "In the queue"],
    [26_000, "Waits for a page that holds the footage"],
  ])("with a gap to %i ms: %s", (toMs, words) => {
    const gaps = [{ fromMs: 6_000, toMs, reason: "recorder_stopped" }] as const;
    const view = clipView(job({}), { ...here(), gaps });
    expect([view.words, view.lacksFootage]).toEqual([words, toMs > 25_000]);
  });
});

describe("a failed job", () => {
  const failed = (over: Partial<ClipJob>) =>
    clipView(job({ status: "failed", errorCode: "clip_cut_failed", ...over }), here());

  test("says why, with the detail", () => {
    expect(failed({ errorDetail: "12 s are missing." }).words).toBe("The cut failed. 12 s are missing.");
  });

  test("can be tried again three times and no more", () => {
    expect([failed({ manualRetries: 2 }).canRetry, failed({ manualRetries: 3 }).canRetry]).toEqual([true, false]);
  });
});

test("an expired job cannot be tried again", () => {
  const view = clipView(job({ status: "expired", errorCode: "clip_expired" }), here());
  expect([view.tone, view.canRetry]).toEqual(["bad", false]);
});
