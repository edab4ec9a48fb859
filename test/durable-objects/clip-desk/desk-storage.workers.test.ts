// A desk that has been at work for years is asked as quickly as a new one.
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { proposed } from "#core/clips/candidate/candidate-step.ts";
import { maxPendingCandidates } from "#core/clips/candidate/pending-candidates.ts";
import { jobLifetimeMs } from "#core/clips/job/job-step.ts";
import type { ClipDesk } from "../../../durable-objects/clip-desk/clip-desk.ts";
import { DeskStorage } from "../../../durable-objects/clip-desk/desk-storage.ts";
import { longestCallMs } from "../../../durable-objects/clip-desk/within-call-limit.ts";
import { Workspace } from "../../../durable-objects/workspace/workspace.ts";
import { deskStub } from "../../support/object-stubs.ts";
import { aCandidate, aCreation, aJob } from "../../support/clip-builders.ts";

afterEach(reset);

const desk = () => deskStub(env, { platform: "twitch", channelId: "1337" });
const kept = 3000;

/** Candidates that were decided about and jobs that have ended. */
function fill(sql: SqlStorage): void {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${kept})`;
  sql.exec(
    `${numbers} INSERT INTO candidates SELECT 'a' || i, 'k' || i, 'rejected', i, ?1 FROM n`,
    JSON.stringify(aCandidate()),
  );
  sql.exec(
    `${numbers} INSERT INTO jobs
       SELECT 'j' || i, 'm' || i, 'c' || i, 0, i, json_set(?1, '$.jobId', 'j' || i, '$.creation.twitchClipId', 'T' || i)
       FROM n`,
    JSON.stringify(aJob({ status: "failed", creation: aCreation })),
  );
}

/** How many rows each question reads. */
function counting(sql: SqlStorage) {
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  const watched = {
    exec: (query: string, ...values: (string | number)[]) => {
      const cursor = sql.exec(query, ...values);
      cursors.push(cursor);
      return cursor;
    },
  };
  return { sql: watched as unknown as SqlStorage, rowsRead: () => cursors.splice(0).map((cursor) => cursor.rowsRead) };
}

test("no question reads all that the desk has kept", async () => {
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    fill(sql);
    const { sql: watched, rowsRead } = counting(sql);
    const storage = new DeskStorage(watched);
    rowsRead();
    const answers = {
      open: storage.openJobs().length,
      pending: storage.candidates.pending().length,
      since: storage.candidates.pendingSince(kept).length,
      oldest: storage.candidates.oldestPendingMs(),
      ofMoment: storage.jobOfMoment("m7")?.jobId,
      newest: storage.jobs().at(-1)?.jobId,
      claimed: [...storage.claimedClips(["T7", "T8", "T0"], "j8")],
    };
    expect(answers).toEqual({
      ...{ open: 0, pending: 0, since: 0, oldest: null },
      ...{ ofMoment: "j7", newest: `j${kept}`, claimed: ["T7"] },
    });
    // A page shows two hundred jobs.
    expect(Math.max(...rowsRead())).toBeLessThanOrEqual(800);
  });
});

test("an open job that has not changed is not read again", async () => {
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    const storage = new DeskStorage(sql);
    storage.saveJob(aJob(), true, "c1");
    const [first] = storage.openJobs();
    expect(storage.openJobs()[0]).toBe(first);
    storage.saveJob(aJob({ title: "Another" }), true);
    expect(storage.openJobs()).toEqual([aJob({ title: "Another" })]);
    storage.saveJob(aJob({ title: "Another" }), false);
    expect(storage.openJobs()).toEqual([]);
  });
});

test("a job that cannot be read hides nothing but itself", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    const storage = new DeskStorage(sql);
    storage.saveJob(aJob({ jobId: "whole" }), true, "c1");
    storage.saveJob({ ...aJob({ jobId: "spoiled" }), title: 7 as never }, true, "c2");
    storage.callBegins("spoiled");
    expect(storage.openJobs().map(({ jobId }) => jobId)).toEqual(["whole"]);
    expect(storage.job("spoiled")).toBeNull();
  });
  await evictDurableObject(desk());
  expect(await desk().jobs()).toMatchObject([{ jobId: "whole" }]);
});

const pending = (n: number) =>
  proposed(aCandidate({ candidateId: `c-${n}`, dedupeKey: `k-${n}`, isPreapproved: false, momentId: null }));

test("of the candidates that wait a page gets the newest, as many as it keeps", async () => {
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    const storage = new DeskStorage(sql);
    for (let n = 0; n <= maxPendingCandidates; n++) storage.candidates.save(pending(n), n);
    const ids = storage.candidates.pending().map(({ candidateId }) => candidateId);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([maxPendingCandidates, "c-1", `c-${maxPendingCandidates}`]);
  });
});

test("a candidate that cannot be read hides nothing but itself, does not ring the alarm for ever and may be proposed again", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const alarmMs = () => runInDurableObject(desk(), (_, { storage }) => storage.getAlarm());
  await runInDurableObject(desk(), async (_, { storage }) => {
    const desk = new DeskStorage(storage.sql);
    for (const n of [1, 2]) desk.candidates.save(pending(n), Date.now() - (3 - n) * jobLifetimeMs);
    desk.candidates.save(pending(3), Date.now());
    storage.sql.exec("UPDATE candidates SET body = '{' WHERE id = 'c-1'");
    await storage.setAlarm(Date.now() + 60_000);
  });
  expect((await desk().pendingCandidates()).map(({ candidateId }) => candidateId)).toEqual(["c-2", "c-3"]);
  await runDurableObjectAlarm(desk());
  expect((await desk().pendingCandidates()).map(({ candidateId }) => candidateId)).toEqual(["c-3"]);
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    const desk = new DeskStorage(sql);
    expect(desk.candidates.oldestPendingMs()).toBeGreaterThan(Date.now() - jobLifetimeMs);
    desk.candidates.save({ ...pending(1), candidateId: "c-9" }, Date.now());
    expect(
      desk.candidates
        .pending()
        .map(({ candidateId }) => candidateId)
        .toSorted(),
    ).toEqual(["c-3", "c-9"]);
  });
  expect(await alarmMs()).not.toBeNull();
});

test("the alarm is armed again when it fails", async () => {
  await runInDurableObject(desk(), async (_, { storage }) => {
    new DeskStorage(storage.sql).candidates.save(pending(1), Date.now() - jobLifetimeMs);
    storage.sql.exec("CREATE TRIGGER full BEFORE UPDATE ON candidates BEGIN SELECT RAISE(ABORT, 'full'); END");
    await storage.setAlarm(Date.now() + 60_000);
  });
  await expect(runDurableObjectAlarm(desk())).rejects.toThrow("full");
  expect(await runInDurableObject(desk(), (_, { storage }) => storage.getAlarm())).not.toBeNull();
});

test("an account that Twitch has refused stays refused when a retry is not allowed", async () => {
  const refused = { accountId: "9001", atMs: Date.now() };
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    const desk = new DeskStorage(sql);
    desk.refusedManager = refused;
    desk.saveJob(aJob({ jobId: "j-done", status: "ready", executor: "twitch_vod" }), false, "c1");
  });
  expect(await desk().retry("j-done")).toMatchObject({ ok: false, code: "conflict" });
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    expect(new DeskStorage(sql).refusedManager).toEqual(refused);
  });
});

test("a person's yes does not wait for a workspace that hangs", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await runInDurableObject(desk(), (_, { storage: { sql } }) => {
    new DeskStorage(sql).candidates.save(pending(1), Date.now());
  });
  const asked = vi.spyOn(Workspace.prototype, "clipContext").mockReturnValue(new Promise(() => undefined) as never);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const approved = await runInDurableObject(desk(), (at: ClipDesk) => {
      const answer = at.approve("c-1");
      vi.advanceTimersByTime(longestCallMs);
      return answer;
    });
    expect(approved).toMatchObject({ ok: true, value: { status: "approved" } });
  } finally {
    vi.useRealTimers();
    asked.mockRestore();
  }
});
