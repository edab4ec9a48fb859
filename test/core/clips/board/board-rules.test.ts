import { describe, expect, test } from "vitest";
import { jobEndedAtMs } from "#core/clips/board/board-rules.ts";
import { replacesCandidate } from "#core/clips/candidate/candidate-step.ts";
import { replacesJob } from "#core/clips/job/job-order.ts";
import { type JobStatus, jobStatuses } from "#core/clips/job/clip-job.ts";

test("a job's older state never replaces a newer one; of two of the same moment the later told counts", () => {
  const told = (updatedAtMs: number) => replacesJob({ updatedAtMs: 100 }, { updatedAtMs }, 110);
  expect([replacesJob(null, { updatedAtMs: 1 }, 110), told(99), told(100), told(101)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test("a state of tomorrow, from a clock that has since been put right, keeps out nothing", () => {
  const nowMs = 1_000_000;
  const kept = (updatedAtMs: number) => replacesJob({ updatedAtMs }, { updatedAtMs: nowMs }, nowMs);
  expect([kept(nowMs + 24 * 3_600_000), kept(nowMs + 30_000)]).toEqual([true, false]);
});

test("a job ends when it is ready, failed or expired, and no earlier", () => {
  const ended = (status: JobStatus) => jobEndedAtMs({ status, updatedAtMs: 7 });
  expect(jobStatuses.filter((status) => ended(status) === 7)).toEqual(["ready", "failed", "expired"]);
  expect(jobStatuses.filter((status) => ended(status) === null)).toEqual(["approved", "queued", "creating", "polling"]);
});

describe.each(["approved", "rejected", "expired"] as const)("a candidate that is %s", (decided) => {
  test("takes the place of one that waits, and never waits again", () => {
    expect([
      replacesCandidate(null, "pending_approval"),
      replacesCandidate("pending_approval", "pending_approval"),
      replacesCandidate("pending_approval", decided),
      replacesCandidate(decided, decided),
      replacesCandidate(decided, "pending_approval"),
    ]).toEqual([true, true, true, true, false]);
  });
});
