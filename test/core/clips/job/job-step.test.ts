import { nothingLacks } from "#core/recording/footage-lack.ts";
import { describe, expect, test } from "vitest";
import { type ClipJob, jobStatuses } from "#core/clips/job/clip-job.ts";
import {
  beginUpload,
  completeJob,
  failJob,
  leaseJob,
  leaseMs,
  recordPart,
  releaseLease,
  renewLease,
} from "#core/clips/browser/browser-lease.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { jobFromCandidate } from "#core/clips/job/job-from-candidate.ts";
import { ageJob, jobDeadlineMs, jobLifetimeMs, maxManualRetries, retryJob } from "#core/clips/job/job-step.ts";
import { inOrder } from "#core/clips/job/job-order.ts";
import { planJob } from "#core/clips/job/plan-executor.ts";
import { AppError } from "#core/errors.ts";
import { aCandidate, aJob, fields } from "../../../support/clip-builders.ts";

const now = 1_700_000_000_000;
const sha256 = "a".repeat(64);
const candidate = aCandidate({
  candidateId: "twitch-1-m",
  channel: { platform: "twitch", channelId: "1" },
  sourceTsMs: now,
  range: { fromMs: now - 30_000, toMs: now },
  streamStartedAtMs: now - 100_000,
  isPreapproved: true,
});
const context = { flags: defaultClipFlags, grants: { live: null, manage: null } };
const approved = jobFromCandidate(candidate, "twitch-1-abc", now);
const queued = planJob(approved, context, now);
const creating = leaseJob(queued, "page-a", now);
const failed = failJob(creating, "page-a", { code: "clip_cut_failed", detail: "no" }, null, now);

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "none";
}

/** Where it stands, and whether a page has it. */
function kindOf(job: ClipJob): [ClipJob["status"], boolean] {
  return [job.status, "lease" in job];
}

describe("a lease", () => {
  test("belongs to one page until it runs out", () => {
    expect(creating).toMatchObject({
      status: "creating",
      attempts: 1,
      lease: { pageId: "page-a", expiresAtMs: now + leaseMs },
    });
    expect(code(() => leaseJob(creating, "page-b", now + leaseMs - 1))).toBe("conflict");
    expect(leaseJob(creating, "page-b", now + leaseMs)).toMatchObject({ attempts: 2, lease: { pageId: "page-b" } });
  });
  test("is given again to the page that has it, without another attempt", () => {
    expect(leaseJob(creating, "page-a", now + 1000)).toMatchObject({
      attempts: 1,
      lease: { expiresAtMs: now + 1000 + leaseMs },
    });
  });
  test("is renewed only by its page and only in time", () => {
    expect(fields(renewLease(creating, "page-a", now + 20_000)).lease?.expiresAtMs).toBe(now + 20_000 + leaseMs);
    expect(code(() => renewLease(creating, "page-b", now))).toBe("lease_lost");
    expect(code(() => renewLease(creating, "page-a", now + leaseMs))).toBe("lease_lost");
  });
  test("that is given back or runs out frees the job", () => {
    expect(kindOf(releaseLease(creating, "page-a", now))).toEqual(["queued", false]);
    expect(releaseLease(creating, "page-b", now)).toBe(creating);
    expect(kindOf(ageJob(creating, now + leaseMs))).toEqual(["queued", false]);
    expect(ageJob(creating, now + leaseMs - 1)).toBe(creating);
  });
});

describe("an upload", () => {
  const begun = beginUpload(creating, "page-a", { uploadId: "u", totalBytes: 20_000_000, sha256 }, now);
  test("remembers each part once, in order", () => {
    const two = recordPart(
      recordPart(begun, "page-a", "u", { partNumber: 2, etag: "b" }, now),
      "page-a",
      "u",
      { partNumber: 1, etag: "a" },
      now,
    );
    const again = recordPart(two, "page-a", "u", { partNumber: 2, etag: "c" }, now);
    expect(fields(again).upload?.parts).toEqual([
      { partNumber: 1, etag: "a" },
      { partNumber: 2, etag: "c" },
    ]);
  });
  test("takes no part of an upload that was replaced, nor from another page", () => {
    expect(code(() => recordPart(begun, "page-a", "old", { partNumber: 1, etag: "a" }, now))).toBe("conflict");
    expect(code(() => recordPart(begun, "page-b", "u", { partNumber: 1, etag: "a" }, now))).toBe("lease_lost");
  });
  test("survives the loss of its lease, so that the page can go on", () => {
    expect(fields(ageJob(begun, now + leaseMs)).upload).toEqual(fields(begun).upload);
  });
});

test("completing twice is the same as once", () => {
  const ready = completeJob(creating, "page-a", { clipId: "clip", lacks: nothingLacks }, now + 1);
  expect(ready).toMatchObject({ status: "ready", clipId: "clip", readyAtMs: now + 1 });
  expect(["lease" in ready, "upload" in ready]).toEqual([false, false]);
  expect(completeJob(ready, "page-a", { clipId: "clip", lacks: nothingLacks }, now + 2)).toBe(ready);
  expect(code(() => completeJob(ready, "page-a", { clipId: "other", lacks: nothingLacks }, now))).toBe("lease_lost");
});

test("a failed job is tried again by hand, but not for ever", () => {
  let job: ClipJob = failed;
  for (let retry = 1; retry <= maxManualRetries; retry++) {
    job = retryJob(job, now);
    expect(job).toMatchObject({ status: "queued", manualRetries: retry });
    expect("failure" in job).toBe(false);
    job = failJob(leaseJob(job, "page-a", now), "page-a", { code: "clip_cut_failed", detail: "again" }, null, now);
  }
  expect(code(() => retryJob(job, now))).toBe("conflict");
});

test("no job hangs: whatever is not at its end has a deadline and expires", () => {
  for (const job of [approved, queued, creating]) {
    expect(jobDeadlineMs(job, now)).not.toBeNull();
    expect(ageJob(ageJob(job, now + jobLifetimeMs), now + jobLifetimeMs).status).toBe("expired");
  }
  for (const status of ["ready", "failed", "expired"] as const) expect(jobDeadlineMs(aJob({ status }), now)).toBeNull();
});

test("a clock that is put back a little does not make a newer state look older; one put back far is believed", () => {
  const after = (backMs: number) => inOrder(queued, { ...queued, updatedAtMs: now - backMs }).updatedAtMs - now;
  expect([after(-5), after(1), after(60_000), after(3_600_000)]).toEqual([5, 0, 0, -3_600_000]);
});

test("a lease from before the clock was set back is over", () => {
  const back = now - 3 * 3_600_000;
  expect(jobDeadlineMs(creating, back)).toBe(back);
  expect(kindOf(ageJob(creating, back))).toEqual(["queued", false]);
});

test("a job that is more than a day old is not tried again", () => {
  expect(code(() => retryJob(failed, now + jobLifetimeMs))).toBe("conflict");
});

test("a page that is at work at the end of the day may finish", () => {
  const late = leaseJob(queued, "page-a", now + jobLifetimeMs - 1000);
  expect(ageJob(late, now + jobLifetimeMs).status).toBe("creating");
});

test("a page that renews for ever does not keep a job from ending", () => {
  const end = now + jobLifetimeMs + 3_600_000;
  const held = leaseJob(queued, "page-a", end - 1);
  expect(ageJob(held, end - 1).status).toBe("creating");
  expect(ageJob(held, end).status).toBe("expired");
});

test.each(jobStatuses.filter((status) => status !== "queued" && status !== "creating"))(
  "a page cannot begin a job that is %s",
  (status) => {
    expect(code(() => leaseJob(aJob({ status }), "page-a", now))).toBe("conflict");
  },
);
