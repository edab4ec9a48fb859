// A desk with its storage and alarm; what pages do over HTTP is tested with the routes.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nothingLacks } from "#core/recording/footage-lack.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { leaseMs } from "#core/clips/browser/browser-lease.ts";
import { jobLifetimeMs } from "#core/clips/job/job-step.ts";
import { unwrap } from "#core/outcome.ts";
import { deskStub } from "../support/object-stubs.ts";
import { aCandidate, fields } from "../support/clip-builders.ts";

let lastId = 600_000;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function deskOf() {
  const channel = { platform: "twitch", channelId: String(++lastId) } as const;
  return {
    desk: deskStub(env, channel),
    candidate: (id: string, part: Partial<Candidate> = {}): Candidate => ({ ...blank(channel, id), ...part }),
  };
}

function blank(channel: Candidate["channel"], id: string): Candidate {
  const nowMs = Date.now();
  return aCandidate({
    candidateId: `${channel.platform}-${channel.channelId}-${id}`,
    dedupeKey: id,
    channel,
    momentId: id,
    source: "keyword",
    sourceTsMs: nowMs,
    confidence: 0.9,
    title: "A clip",
    range: { fromMs: nowMs - 30_000, toMs: nowMs },
    streamStartedAtMs: nowMs - 600_000,
    isPreapproved: true,
  });
}

async function withJob(): Promise<{
  desk: ReturnType<typeof deskOf>["desk"];
  jobId: string;
  now: () => Promise<ClipJob>;
}> {
  const { desk, candidate } = deskOf();
  unwrap(await desk.propose([candidate("m-1")]));
  const [job] = await desk.jobs();
  if (!job) throw new Error("no job");
  return { desk, jobId: job.jobId, now: async () => (await desk.jobs())[0] as ClipJob };
}

async function passes(desk: ReturnType<typeof deskOf>["desk"], ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await runDurableObjectAlarm(desk);
}

test("the same candidate proposed twice, also to a new instance, is one job", async () => {
  const { desk, candidate } = deskOf();
  await Promise.all([desk.propose([candidate("m-1"), candidate("m-1")]), desk.propose([candidate("m-1")])]);
  await evictDurableObject(desk);
  await desk.propose([candidate("m-1", { isPreapproved: false })]);
  expect([(await desk.jobs()).length, await desk.pendingCandidates()]).toEqual([1, []]);
});

test("of many pages that ask at once exactly one gets the job", async () => {
  const { desk, jobId } = await withJob();
  const asked = await Promise.all(Array.from({ length: 10 }, (_, i) => desk.lease(jobId, `page-000${i}`)));
  const won = asked.filter(({ ok }) => ok);
  expect([won.length, asked.filter((outcome) => !outcome.ok && outcome.code === "conflict").length]).toEqual([1, 9]);
  expect(won[0]).toMatchObject({ value: { status: "creating", attempts: 1 } });
});

test("a page that goes away loses the job by the alarm, and its late word does not count", async () => {
  const { desk, jobId, now } = await withJob();
  await desk.lease(jobId, "page-gone");
  await passes(desk, leaseMs - 1);
  expect((await now()).status).toBe("creating");
  await evictDurableObject(desk);
  await passes(desk, 1);
  expect(await now()).toMatchObject({ status: "queued" });
  expect(await desk.lease(jobId, "page-next")).toMatchObject({ ok: true, value: { attempts: 2 } });
  const late = [
    await desk.renew(jobId, "page-gone"),
    await desk.complete(jobId, "page-gone", nothingLacks),
    await desk.fail(jobId, "page-gone", { code: "clip_cut_failed", detail: "x" }),
    await desk.beginUpload(jobId, "page-gone", { uploadId: "u", totalBytes: 1, sha256: "0".repeat(64) }),
  ];
  expect(late.map((outcome) => !outcome.ok && outcome.code)).toEqual(late.map(() => "lease_lost"));
  expect(await desk.release(jobId, "page-gone")).toMatchObject({
    value: { status: "creating", lease: { pageId: "page-next" } },
  });
});

test("a job nobody takes expires after a day, and says so; so does a candidate nobody decides about", async () => {
  const { desk, candidate } = deskOf();
  await desk.propose([candidate("m-1"), candidate("m-2", { isPreapproved: false })]);
  await passes(desk, jobLifetimeMs - 1);
  expect([(await desk.jobs()).map(({ status }) => status), (await desk.pendingCandidates()).length]).toEqual([
    ["queued"],
    1,
  ]);
  await passes(desk, 1);
  expect(await desk.jobs()).toMatchObject([{ status: "expired", failure: { code: "clip_expired" } }]);
  expect(await desk.pendingCandidates()).toEqual([]);
  expect(await desk.approve(candidate("m-2").candidateId)).toMatchObject({ ok: false, code: "conflict" });
});

test("whatever pages do, the alarm stands until a job has ended", async () => {
  const { desk, jobId, now } = await withJob();
  const armed = () => runInDurableObject(desk, (_, state) => state.storage.getAlarm());
  const steps = [
    () => desk.lease(jobId, "page-0001"),
    () => desk.renew(jobId, "page-0001"),
    () => desk.release(jobId, "page-0001"),
    () => desk.lease(jobId, "page-0002"),
    () => desk.fail(jobId, "page-0002", { code: "clip_cut_failed", detail: "x" }),
    () => desk.retry(jobId),
    () => evictDurableObject(desk),
  ];
  for (const step of steps) {
    await step();
    const job = await now();
    if (job.status !== "failed")
      expect(await armed()).toBeLessThanOrEqual(
        ("lease" in job ? job.lease.expiresAtMs : null) ?? job.createdAtMs + jobLifetimeMs,
      );
  }
  await passes(desk, jobLifetimeMs);
  expect((await now()).status).toBe("expired");
});

test("with nothing owed to anyone, leases and candidates still wake the desk in time", async () => {
  const { desk, candidate } = deskOf();
  const alarmAfter = async (step: () => Promise<unknown>) => {
    await runInDurableObject(desk, async (_, { storage }) => {
      storage.sql.exec("DELETE FROM outbox");
      await storage.deleteAlarm();
    });
    await step();
    return runInDurableObject(desk, (_, { storage }) => storage.getAlarm());
  };
  await desk.propose([candidate("m-1"), candidate("m-2", { isPreapproved: false })]);
  const startMs = Date.now();
  const jobId = (await desk.jobs())[0]?.jobId ?? "";
  expect(await alarmAfter(() => desk.propose([candidate("m-2")]))).toBe(startMs + jobLifetimeMs);
  await desk.lease(jobId, "page-0001");
  vi.setSystemTime(startMs + 5000);
  expect(await alarmAfter(() => desk.renew(jobId, "page-0001"))).toBe(startMs + 5000 + leaseMs);
});

test("approved twice is one job; a rejected candidate is no job", async () => {
  const { desk, candidate } = deskOf();
  const [one, two] = [candidate("m-1", { isPreapproved: false }), candidate("m-2", { isPreapproved: false })];
  await desk.propose([one, two]);
  const [first, second] = await Promise.all([desk.approve(one.candidateId), desk.approve(one.candidateId)]);
  expect(unwrap(first).jobId).toBe(unwrap(second).jobId);
  unwrap(await desk.reject(two.candidateId));
  expect(await desk.approve(two.candidateId)).toMatchObject({ ok: false, code: "conflict" });
  expect(await desk.reject(one.candidateId)).toMatchObject({ ok: false, code: "conflict" });
  expect((await desk.jobs()).length).toBe(1);
});

test("how far an upload has come is told to nobody but its page, however many parts it has", async () => {
  const { desk, jobId } = await withJob();
  await desk.lease(jobId, "page-0001");
  await desk.beginUpload(jobId, "page-0001", {
    uploadId: "u".repeat(2000),
    totalBytes: 512 * 2 ** 20,
    sha256: "0".repeat(64),
  });
  for (let partNumber = 1; partNumber <= 64; partNumber++)
    await desk.recordPart(jobId, "page-0001", "u".repeat(2000), { partNumber, etag: "e".repeat(200) });
  await desk.release(jobId, "page-0001");
  const longest = await runInDurableObject(
    desk,
    (_, state) =>
      state.storage.sql
        .exec("SELECT MAX(length(body)) AS chars FROM outbox WHERE target IN ('records', 'monitor', 'board')")
        .one()["chars"],
  );
  expect(Number(longest)).toBeLessThan(2000);
  const shown = [...(await desk.jobs()), await desk.jobOfMoment("m-1")];
  expect(shown.map((job) => job && fields(job).upload)).toEqual([null, null]);
  unwrap(await desk.lease(jobId, "page-0001"));
  const state = unwrap(await desk.uploadState(jobId, "page-0001"));
  expect(state).toMatchObject({ status: "leased", job: { upload: { parts: { length: 64 } } } });
});
