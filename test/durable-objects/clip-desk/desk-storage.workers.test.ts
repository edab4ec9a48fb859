// A desk that has been at work for years is asked as quickly as a new one.
import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { DeskStorage } from "../../../durable-objects/clip-desk/desk-storage.ts";
import { deskStub } from "../../support/object-stubs.ts";
import { aCandidate, aJob, aCreation } from "../../support/clip-builders.ts";

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
      pending: storage.pendingCandidates().length,
      since: storage.candidatesPendingSince(kept).length,
      oldest: storage.oldestPendingMs(),
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
