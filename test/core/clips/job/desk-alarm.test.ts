import { expect, test } from "vitest";
import { type DeskWork, deskAlarmMs } from "#core/clips/job/desk-alarm.ts";
import { jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { aJob } from "../../../support/clip-builders.ts";

const nowMs = 1_700_000_000_000;
const nothing: DeskWork = { openJobs: [], notBeforeMs: () => 0, oldestPendingMs: null, outboxDueMs: null };
const dueInMs = (afterMs: number) =>
  aJob({ status: "approved", createdAtMs: nowMs, updatedAtMs: nowMs, nextAtMs: nowMs + afterMs });

/** Milliseconds from now. */
function rings(work: Partial<DeskWork>): number | null {
  const atMs = deskAlarmMs({ ...nothing, ...work }, nowMs);
  return atMs === null ? null : atMs - nowMs;
}

test("a desk with nothing to wait for has no alarm", () => {
  expect(rings({})).toBeNull();
});

test("the alarm rings for whatever comes first", () => {
  const openJobs = [dueInMs(9_000), dueInMs(4_000)];
  expect(rings({ openJobs })).toBe(4_000);
  expect(rings({ openJobs, outboxDueMs: nowMs + 3_000 })).toBe(3_000);
  expect(rings({ openJobs, oldestPendingMs: nowMs + 2_000 - jobLifetimeMs })).toBe(2_000);
  expect(rings({ oldestPendingMs: nowMs })).toBe(jobLifetimeMs);
});

test("for a job that is due and waits for a hand it rings in a second, and never in a circle", () => {
  expect(rings({ oldestPendingMs: nowMs - jobLifetimeMs })).toBe(1_000);
  expect(rings({ openJobs: [dueInMs(0)] })).toBe(1_000);
  expect(rings({ openJobs: [dueInMs(-60_000)] })).toBe(1_000);
});

test("a job somebody is at work on is left alone until its call must have ended", () => {
  const [busy, free] = [dueInMs(0), dueInMs(60_000)];
  const notBeforeMs: DeskWork["notBeforeMs"] = (job) => (job === busy ? nowMs + 30_000 : 0);
  expect(rings({ openJobs: [busy], notBeforeMs })).toBe(30_000);
  expect(rings({ openJobs: [busy, free], notBeforeMs })).toBe(30_000);
  expect(rings({ openJobs: [free], notBeforeMs: () => nowMs + 30_000 })).toBe(60_000);
});

test("a page's lease ends by alarm", () => {
  const lease = { pageId: "page-a", expiresAtMs: nowMs + 20_000 };
  const leased = aJob({ status: "creating", executor: "browser", createdAtMs: nowMs, updatedAtMs: nowMs, lease });
  expect(rings({ openJobs: [leased] })).toBe(20_000);
});
