// Every answer of Twitch at every stage of a job. The tables are complete by their types: a new stage or answer does not
// compile until it is said here what becomes of it.
import { describe, expect, test } from "vitest";
import type { ClipAnswer } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { nextAtMs } from "#core/clips/job/job-step.ts";
import { afterCopy } from "#core/clips/twitch/copy-step.ts";
import {
  type CallStage,
  callStages,
  type FailureKind,
  failureKind,
  failureKinds,
  helixFailures,
} from "#core/clips/twitch/helix-failure.ts";
import { type Failure } from "#core/clips/twitch/twitch-failure.ts";
import { fields } from "../../../support/clip-builders.ts";
import { type Answering, aFoundClip, allGrants, approvedJob, aVod, runJob } from "../../../support/twitch-run.ts";

const startMs = Date.UTC(2026, 0, 17, 16);
const limitMs = 42_000;

const statusOf: Record<FailureKind, number | null> = {
  ...{ "400": 400, "401": 401, "403": 403, "404": 404, "409": 409, "422": 422, "429": null, "500": 500, "503": 503 },
  ...{ other_5xx: 502, other_4xx: 418, unanswered: null, no_account: null },
};

function failing(kind: FailureKind, nowMs: number): Failure {
  const httpStatus = statusOf[kind];
  if (kind === "429") return { status: "rate_limited", retryAtMs: nowMs + limitMs };
  if (kind === "unanswered") return { status: "unanswered", detail: "timeout" };
  if (httpStatus === null) return { status: "no_account", problem: "Connect it." };
  return { status: "refused", httpStatus, message: "" };
}

const ok = <T>(value: T): ClipAnswer<T> => ({ status: "ok", value });

/** What stage a run goes through before the one that fails, and how it is started. */
const executorOf: Record<CallStage, Executor> = {
  find_vod: "twitch_vod",
  create_live: "twitch_live",
  create_vod: "twitch_vod",
  lookup: "twitch_live",
  poll: "twitch_live",
  download: "twitch_live",
};

/** Twitch works, but for one stage, which always answers the same. Nothing was made by what failed. */
function always(stage: CallStage, kind: FailureKind): Answering {
  return (call, nowMs) => {
    if (call.stage === stage) return failing(kind, nowMs);
    switch (call.stage) {
      case "find_vod":
        return ok([aVod(approvedJob(startMs))]);
      case "create_live":
      case "create_vod":
        return stage === "lookup"
          ? { status: "unanswered", detail: "timeout" }
          : ok({ twitchClipId: "BraveOtter-1", editUrl: "https://e" });
      case "lookup":
        return ok([]);
      case "poll":
        return ok([aFoundClip()]);
    }
  };
}

function outcome(stage: Exclude<CallStage, "download">, kind: FailureKind): string {
  const executor = executorOf[stage];
  const context = {
    ...allGrants,
    flags: { ...allGrants.flags, clip_mode_default: executor === "twitch_vod" ? "vod" : "live" } as const,
  };
  const { job, calls } = runJob(approvedJob(startMs), startMs, always(stage, kind), { context, mostSteps: 3000 });
  const creations = calls.filter((call) => call.stage === "create_live" || call.stage === "create_vod").length;
  const failures = calls.filter((call) => call.stage === stage).length;
  // Words for a person, always, and never a bare code.
  if (job.status === "failed") expect(job.failure.detail).toMatch(/^[A-Z].{15,}/);
  expect(job.tries.length).toBeGreaterThan(0);
  return `${job.status} ${fields(job).failure?.code ?? null} ${failures > 9 ? "many" : failures}x, ${creations} asked`;
}

const final = (code: string, creations = 1) => `failed ${code} 1x, ${creations} asked`;
const reading = (creations: number): Record<FailureKind, string> => ({
  "400": final("clip_bad_request", creations),
  "401": final("clip_unauthorized", creations),
  "403": final("clip_forbidden", creations),
  "404": final("clip_not_found", creations),
  "409": final("clip_bad_request", creations),
  "422": final("clip_bad_request", creations),
  // Waited for as long as a job lives.
  "429": `failed clip_rate_limited manyx, ${creations} asked`,
  "500": `failed clip_unknown 3x, ${creations} asked`,
  "503": `failed clip_unknown 3x, ${creations} asked`,
  other_5xx: `failed clip_unknown 3x, ${creations} asked`,
  other_4xx: final("clip_bad_request", creations),
  unanswered: `failed clip_unknown manyx, ${creations} asked`,
  no_account: final("clip_unauthorized", creations),
});
const creating: Record<FailureKind, string> = {
  ...reading(1),
  "500": "failed clip_unknown 3x, 3 asked",
  "503": "failed clip_unknown 3x, 3 asked",
  other_5xx: "failed clip_unknown 3x, 3 asked",
  unanswered: "failed clip_unknown 1x, 1 asked",
};

const ends: Record<Exclude<CallStage, "download">, Record<FailureKind, string>> = {
  find_vod: {
    ...reading(0),
    unanswered: "failed clip_unknown 3x, 0 asked",
    "429": "expired clip_expired manyx, 0 asked",
  },
  // A limit lasts longer than Twitch keeps the moment: then the recording, which works here.
  create_live: { ...creating, "429": "ready null 2x, 3 asked" },
  create_vod: { ...creating, "429": "expired clip_expired manyx, many asked" },
  lookup: reading(1),
  poll: reading(1),
};

describe.each(Object.keys(ends) as (keyof typeof ends)[])("while the desk is at %s", (stage) => {
  test.each(failureKinds)("an answer %s ends as the table says", (kind) => {
    const got = outcome(stage, kind).replace(/\d\d+ asked/, "many asked");
    expect(got).toBe(ends[stage][kind]);
  });
});

const readyJob: ClipJob = runJob(approvedJob(startMs), startMs, always("download", "400")).job;

const fileCopies: Record<FailureKind, string> = {
  ...{ "400": "failed after 1", "401": "failed after 1", "403": "failed after 1", "404": "failed after 1" },
  ...{ "409": "failed after 1", "422": "failed after 1", "429": "wanted", other_4xx: "failed after 1" },
  ...{ "500": "failed after 3", "503": "failed after 3", other_5xx: "failed after 3", unanswered: "failed after 3" },
  no_account: "failed after 1",
};

test.each(failureKinds)("a file that answers %s never makes a ready clip fail", (kind) => {
  let [job, nowMs, asked] = [readyJob, startMs + 60_000, 0];
  const copy = () => fields(job).fileCopy?.status;
  expect([job.status, copy()]).toEqual(["ready", "wanted"]);
  while (copy() === "wanted" && asked < 50) {
    job = afterCopy(job, failing(kind, nowMs), nowMs);
    nowMs = nextAtMs(job) ?? nowMs;
    asked += 1;
  }
  expect(job.status).toBe("ready");
  expect(copy() === "wanted" ? "wanted" : `${copy()} after ${asked}`).toBe(fileCopies[kind]);
});

test("a clip without a file is looked at for about an hour", () => {
  let [job, nowMs] = [readyJob, startMs];
  while (fields(job).fileCopy?.status === "wanted") {
    job = afterCopy(job, { status: "not_yet" }, nowMs);
    nowMs = nextAtMs(job) ?? nowMs;
  }
  expect([fields(job).fileCopy?.status, nowMs - startMs]).toEqual(["failed", 3_600_000]);
});

test("a limit is waited for as long as Twitch says, and never counts as a failure", () => {
  const answering = always("poll", "429");
  const { stored } = runJob(approvedJob(startMs), startMs, answering, { mostSteps: 8 });
  const waiting = stored.filter(({ tries }) => tries.at(-1)?.errorCode === "clip_rate_limited");
  expect(waiting.length).toBeGreaterThan(0);
  for (const job of waiting) expect(fields(job).failures).toBe(0);
  expect(stored.some((job) => nextAtMs(job) === job.updatedAtMs + limitMs)).toBe(true);
});

test("a stage's table never offers what has just failed, and every sentence is one", () => {
  for (const stage of callStages)
    for (const kind of failureKinds) {
      const { sentence, offers } = helixFailures[stage][kind];
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(offers).not.toContain(
        stage === "create_live" ? "twitch_live" : stage === "create_vod" ? "twitch_vod" : "none",
      );
    }
});

test.each([
  [400, "400"],
  [418, "other_4xx"],
  [500, "500"],
  [502, "other_5xx"],
  [302, "other_4xx"],
])("HTTP %i is %s", (status, kind) => expect(failureKind(status)).toBe(kind));

test.each([
  ["The title failed AutoMod checks", /title/],
  ["The category of this stream is not clippable", /category/],
  ["Broadcaster is banned", /banned/],
])("a 400 that says “%s” is told in its own words under the same code", (message, words) => {
  const { job } = runJob(approvedJob(startMs), startMs, () => ({ status: "refused", httpStatus: 400, message }));
  const { failure } = fields(job);
  expect([job.status, failure?.code]).toEqual(["failed", "clip_bad_request"]);
  expect(failure?.detail).toMatch(words);
  expect(failure?.detail).toContain(message);
});

test("a live clip that fails for a reason a recording would not offers the recording, where an account may clip it", () => {
  const answering = always("create_live", "404");
  const withGrant = runJob(approvedJob(startMs), startMs, answering).job;
  const context = { ...allGrants, grants: { ...allGrants.grants, manage: null } };
  const without = runJob(approvedJob(startMs), startMs, answering, { context }).job;
  expect([fields(withGrant).alternatives, fields(without).alternatives]).toEqual([
    ["twitch_vod", "browser"],
    ["browser"],
  ]);
});
