// What a clip's card says.
import { nothingLacks } from "#core/recording/footage-lack.ts";
import { describe, expect, test } from "vitest";
import { type ClipJob, executors, jobStatuses } from "#core/clips/job/clip-job.ts";
import { clipErrorCodes, failureReasons } from "#core/clips/job/failure.ts";
import type { CutProgress } from "../../../../web/engines/clip-runner/clip-runner.types.ts";
import { clipView } from "../../../../web/features/clips/clip-words.ts";
import { aFailure, aJob, type JobPart } from "../../../support/clip-builders.ts";

const job = (over: JobPart): ClipJob =>
  aJob({ jobId: "j", candidateSource: "manual", title: "", range: { fromMs: 10_000, toMs: 40_000 }, ...over });
const here = (stage?: CutProgress["stage"], fraction = 0.5, recordedFromMs: number | null = 5_000) => ({
  progress: stage && { jobId: "j", stage, fraction },
  pageId: "mine",
  recordedFromMs,
  recordedToMs: recordedFromMs === null ? null : 28_000,
  gaps: [],
  freed: [],
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

  test("says when its footage was deleted here to make room", () => {
    const freed = [{ fromMs: 0, toMs: 20_000, atMs: new Date(2026, 0, 1, 21, 40).getTime() }];
    const view = clipView(job({}), { ...here(undefined, 0, 20_000), freed });
    expect([view.words, view.tone, view.lacksFootage]).toEqual([
      "Its footage was deleted here at 21:40:00 to make room. Another page that recorded it can still cut it",
      "bad",
      true,
    ]);
    expect(clipView(job({}), { ...here(), freed: [{ fromMs: 0, toMs: 9000, atMs: 1 }] }).words).toBe("In the queue");
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
  const failed = (over: JobPart) => clipView(job({ status: "failed", ...over }), here());

  test("says why, with the detail", () => {
    const cut = { ...aFailure, code: "clip_cut_failed", reason: "page_failed", detail: "12 s are missing." } as const;
    expect(failed({ failure: cut }).words).toBe("The cut failed. 12 s are missing.");
    expect(failed({ failure: { ...cut, detail: "" } }).words).toBe("The cut failed.");
    const never = { ...aFailure, reason: "create_timeout", detail: "Twitch never showed it.", mayExist: true } as const;
    expect(failed({ executor: "twitch_live", failure: never }).words).toBe(
      "Twitch never showed it. The clip may exist on Twitch.",
    );
  });
});

test("an expired job says that it waited too long", () => {
  const failure = { ...aFailure, detail: "No page took it." };
  const view = clipView(job({ status: "expired", failure }), here());
  expect([view.tone, view.words]).toEqual(["bad", "Expired. No page took it."]);
});

describe("a job of Twitch", () => {
  const twitch = (over: JobPart) => clipView(job({ executor: "twitch_live", ...over }), here(undefined, 0, null));

  test.each(["queued", "creating", "polling"] as const)("needs no footage while it is %s", (status) => {
    expect(twitch({ status })).toMatchObject({ tone: "plain", lacksFootage: false });
  });

  test("says that it is late, and is no failure for that", () => {
    const view = twitch({ status: "polling", isLate: true });
    expect([view.tone, view.words]).toEqual([
      "warn",
      "Late: Twitch does not show the clip yet and is still being asked",
    ]);
  });

  test.each([
    ["none", "Ready"],
    ["wanted", "Ready. Its file is being fetched from Twitch."],
    ["copied", "Ready"],
    ["failed", "Ready. Its file could not be fetched; Twitch shows the clip."],
  ] as const)("whose file is %s: %s", (status, words) => {
    const fileCopy = { status, looks: 0, failures: 0, nextAtMs: 0 };
    expect(twitch({ status: "ready", fileCopy }).words).toBe(words);
  });
});

test.each([
  [nothingLacks, "Ready"],
  [{ ...nothingLacks, missingMs: 4000 }, "Ready. 4 s of it not recorded."],
  [
    { missingMs: 2000, withoutPictureMs: 6000, withoutSoundMs: 2000 },
    "Ready. 2 s of it not recorded, 6 s without a picture, 2 s without sound.",
  ],
  [{ ...nothingLacks, withoutSoundMs: 30_000 }, "Ready. 30 s without sound."],
] as const)("a clip of a recording with holes says so: %o", (lacks, words) => {
  expect(clipView(job({ status: "ready", lacks }), null).words).toBe(words);
});

test("a page that records nothing leaves a browser's job to others", () => {
  expect(clipView(job({}), null).words).toBe("Waits for a page that holds the footage");
  const held = clipView(job({ status: "creating", lease: { pageId: "other", expiresAtMs: 1 } }), null);
  expect([held.words, held.fraction]).toEqual(["An open page is cutting it", null]);
});

test("every status of every executor with every failure has words and a tone", () => {
  const kinds = executors.flatMap((executor) =>
    jobStatuses
      .filter((status) => status !== "approved" && (status !== "polling" || executor !== "browser"))
      .map((status) => ({ executor, status })),
  );
  const failures = clipErrorCodes.flatMap((code) => failureReasons.map((reason) => ({ ...aFailure, code, reason })));
  const jobs = [
    aJob({ status: "approved" }),
    ...kinds.flatMap((kind) =>
      kind.status === "failed" || kind.status === "expired"
        ? failures.map((failure) => job({ ...kind, failure }))
        : [job(kind)],
    ),
  ];
  const silent = jobs.filter((one) => {
    const view = clipView(one, null);
    return !/^[A-Z]/.test(view.words) || (view.tone === "bad") !== "failure" in one;
  });
  expect(silent).toEqual([]);
});
