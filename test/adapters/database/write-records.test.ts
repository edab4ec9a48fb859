// Writing records and asking the status questions, on a real Postgres behind Neon's protocol.
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Database, httpDatabase } from "../../../adapters/database/client.ts";
import { readStatus } from "../../../adapters/database/read-status.ts";
import {
  candidatesTable,
  clipJobsTable,
  clipsTable,
  momentsTable,
  sessionsTable,
} from "../../../adapters/database/schema.ts";
import { writeRecords } from "../../../adapters/database/write-records.ts";
import { type LocalDatabase, startLocalDatabase } from "../../../scripts/local-db/start-local-database.ts";
import { aCandidate } from "../../support/clip-builders.ts";
import { clipJobRecord, momentRecord, sessionRecord } from "../../support/record-builders.ts";

let local: LocalDatabase;
let db: Database;
beforeAll(async () => {
  local = await startLocalDatabase({ migrationsFolder: "migrations" });
  db = httpDatabase({ url: local.databaseUrl, proxy: local.proxyAddress });
});
afterAll(() => local.close());
beforeEach(async () => {
  for (const table of [sessionsTable, momentsTable, candidatesTable, clipJobsTable, clipsTable]) await db.delete(table);
});

const title = async () => (await db.select().from(sessionsTable))[0]?.title;

describe("writeRecords", () => {
  test("an older version that comes late does not undo a newer one", async () => {
    await writeRecords(db, [sessionRecord(7, { title: "newer" })]);
    await writeRecords(db, [sessionRecord(3, { title: "older" })]);
    expect(await title()).toBe("newer");
  });

  test("takes the newest when one batch holds several versions of a row, in any order", async () => {
    await writeRecords(db, [
      sessionRecord(2, { title: "b" }),
      sessionRecord(9, { title: "c" }),
      sessionRecord(1, { title: "a" }),
    ]);
    expect(await title()).toBe("c");
  });

  test("the same batch twice leaves the same rows", async () => {
    const records = [sessionRecord(1), momentRecord(2), clipJobRecord(3)];
    await writeRecords(db, records);
    const once = [
      await db.select().from(sessionsTable),
      await db.select().from(momentsTable),
      await db.select().from(clipJobsTable),
    ];
    await writeRecords(db, records);
    expect([
      await db.select().from(sessionsTable),
      await db.select().from(momentsTable),
      await db.select().from(clipJobsTable),
    ]).toEqual(once);
  });

  test("writes a thousand rows at once", async () => {
    await writeRecords(
      db,
      Array.from({ length: 1000 }, (_, at) => momentRecord(at + 1, { id: `m-${at}` })),
    );
    expect(await db.$count(momentsTable)).toBe(1000);
  });

  test("a job that is ready is a clip with a link; one that waits is none", async () => {
    await writeRecords(db, [clipJobRecord(1)]);
    expect(await db.$count(clipsTable)).toBe(0);
    await writeRecords(db, [
      clipJobRecord(2, { status: "ready", clipId: "abc", readyAtMs: Date.UTC(2026, 0, 17, 13) }),
    ]);
    expect(await db.select().from(clipsTable).where(eq(clipsTable.id, "abc"))).toMatchObject([
      { jobId: "twitch-1337-job", clipPath: "/c/abc" },
    ]);
  });

  test("a job of Twitch's keeps its addresses and what was tried; a candidate what chat said", async () => {
    const tried = { atMs: 1, stage: "create", httpStatus: 202, errorCode: null, detail: "Made." } as const;
    const where = { twitchClipId: "Brave-1", editUrl: "https://e" };
    const creation = { accountId: "1", earlierAccountIds: [], askedAtMs: 1, ...where };
    const ready = { status: "ready", creation, clipUrl: "https://c", isLate: true } as const;
    const row = { ...aCandidate({ contextExcerpt: "wow" }), status: "approved", jobId: "j" } as const;
    await writeRecords(db, [
      clipJobRecord(1, { executor: "twitch_live", ...ready, tries: [tried] }),
      { outboxId: 2, revision: 2, table: "candidates", row },
    ]);
    expect(await db.select().from(clipJobsTable)).toMatchObject([
      { ...where, clipUrl: "https://c", isLate: true, fileCopy: "none", mode: "live", tries: [tried] },
    ]);
    expect(await db.select().from(candidatesTable)).toMatchObject([
      { kind: "clip_candidate", risk: "suggest_streamer", contextExcerpt: "wow", suggestedDurationSeconds: 30 },
    ]);
  });

  test("a job that has failed says why under the runbook's names; one that runs says nothing", async () => {
    const failure = { code: "clip_unknown", reason: "create_timeout", detail: "Not shown.", mayExist: true } as const;
    const error = {
      errorCode: "clip_unknown",
      errorReason: "create_timeout",
      errorDetail: "Not shown.",
      mayExist: true,
    };
    const none = { errorCode: null, errorReason: null, errorDetail: null, mayExist: false };
    await writeRecords(db, [clipJobRecord(1)]);
    expect(await db.select().from(clipJobsTable)).toMatchObject([none]);
    await writeRecords(db, [clipJobRecord(2, { status: "failed", failure })]);
    expect(await db.select().from(clipJobsTable)).toMatchObject([error]);
  });

  test("all or nothing: a row the database refuses takes the batch with it", async () => {
    await expect(
      writeRecords(db, [sessionRecord(1), momentRecord(2, { explanation: "\u0000" })]),
    ).rejects.not.toHaveProperty("name", "AppError");
    expect(await db.$count(sessionsTable)).toBe(0);
  });
});

describe("readStatus", () => {
  test("active sessions, the number of unprocessed moments, the last ten moments newest first", async () => {
    const moment = (n: number, clipId: string | null) =>
      momentRecord(n, { id: `m${n}`, number: n, detectedMs: Date.UTC(2026, 0, 17, 12, n), clipId });
    await writeRecords(db, [
      sessionRecord(1),
      sessionRecord(2, { id: "over", endedAtMs: Date.UTC(2026, 0, 17, 14) }),
      ...Array.from({ length: 12 }, (_, at) => moment(at + 1, at % 4 === 0 ? "clip" : null)),
    ]);
    const status = await readStatus(db);
    expect(status.activeSessions.map(({ id }) => id)).toEqual(["twitch-1337-1"]);
    expect(status.unprocessedMoments).toBe(9);
    expect(status.lastMoments.map(({ id }) => id)).toEqual([
      "m12",
      "m11",
      "m10",
      "m9",
      "m8",
      "m7",
      "m6",
      "m5",
      "m4",
      "m3",
    ]);
    expect(status.lastMoments.at(3)).toMatchObject({ login: "neon_rally", clipPath: "/c/clip" });
  });

  test("a database that cannot be reached is said so", async () => {
    const away = httpDatabase({ url: local.databaseUrl, proxy: "127.0.0.1:9" });
    await expect(readStatus(away)).rejects.toMatchObject({ code: "database_unavailable" });
    httpDatabase({ url: local.databaseUrl, proxy: local.proxyAddress });
  });
});
