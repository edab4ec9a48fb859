// The records consumer on a real queue batch, writing to a real Postgres through the driver that production uses.
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { eq } from "drizzle-orm";
import { describe, expect, inject, test } from "vitest";
import { AppError } from "#core/errors.ts";
import type { DatabaseRecord, RecordSource } from "#core/outbox/record.ts";
import { httpDatabase } from "../../../adapters/database/client.ts";
import { momentsTable, sessionsTable } from "../../../adapters/database/schema.ts";
import { writeRecords } from "../../../adapters/database/write-records.ts";
import { consumeDeadRecords } from "../../../functions/queues/dead-records-consumer.ts";
import { consumeRecords } from "../../../functions/queues/records-consumer.ts";
import { momentRecord, sessionRecord } from "../../support/record-builders.ts";

const present = { url: inject("databaseUrl"), proxy: inject("neonProxy") };
const db = httpDatabase(present);
const monitor: RecordSource = { object: "ChannelMonitor", key: "twitch:1337" };

interface Run {
  readonly acked: string[];
  readonly retried: string[];
  readonly acknowledged: (readonly [string, readonly number[]])[];
  readonly setAside: (readonly [string, readonly number[]])[];
  readonly logged: unknown[];
}

async function consume(
  bodies: Record<string, unknown>,
  write = (records: readonly DatabaseRecord[]) => writeRecords(db, records),
  consumer: typeof consumeRecords = consumeRecords,
): Promise<Run> {
  const batch = createMessageBatch(
    "hypecut-records",
    Object.entries(bodies).map(([id, body]) => ({ id, body, timestamp: new Date(0), attempts: 1 })),
  );
  const acknowledged: [string, readonly number[]][] = [];
  const setAside: [string, readonly number[]][] = [];
  const logged: unknown[] = [];
  await consumer(batch, {
    write,
    acknowledge: (source, ids) => {
      acknowledged.push([source.key, ids]);
      return Promise.resolve();
    },
    setAside: (source, refused) => {
      setAside.push([source.key, refused.map(({ id }) => id)]);
      return Promise.resolve();
    },
    log: (entry) => logged.push(entry["event"]),
  });
  const result = await getQueueResult(batch, createExecutionContext());
  const retried = result.retryMessages.map(({ msgId }) => msgId);
  return { acked: result.explicitAcks, retried, acknowledged, setAside, logged };
}

/** The schema allows it, and Postgres has no room for it in an integer. */
const refused = { peakViewerCount: 3_000_000_000 };

describe("consumeRecords", () => {
  test("writes the rows, then acknowledges to their object, then to the queue", async () => {
    const run = await consume({
      a: {
        source: monitor,
        entries: [sessionRecord(1, { id: "s-a" }), momentRecord(2, { id: "m-a", sessionId: "s-a" })],
      },
    });
    expect(run).toEqual({
      acked: ["a"],
      retried: [],
      acknowledged: [["twitch:1337", [1, 2]]],
      setAside: [],
      logged: [],
    });
    const [row] = await db.select().from(momentsTable).where(eq(momentsTable.id, "m-a"));
    expect(row).toMatchObject({
      sessionId: "s-a",
      triggerType: "chat_velocity",
      spikeRatio: 3,
      processed: false,
      clipPath: null,
    });
  });

  test("asks again for a message it cannot read, which a newer Worker may have written, and says so", async () => {
    const run = await consume({ bad: { source: monitor, entries: [{ table: "users" }] }, worse: "text" });
    expect(run).toEqual({
      acked: [],
      retried: ["bad", "worse"],
      acknowledged: [],
      setAside: [],
      logged: ["record_unreadable", "record_unreadable"],
    });
  });

  test("an entry that cannot be read or is refused does not keep out those it travels with", async () => {
    const poison = sessionRecord(11, { id: "s-poison-2", ...refused });
    const entries = [
      sessionRecord(10, { id: "s-with-1" }),
      poison,
      { table: "users", outboxId: 12 },
      sessionRecord(13, { id: "s-with-2" }),
    ];
    const run = await consume({ mixed: { source: monitor, entries } });
    expect(run).toEqual({
      acked: [],
      retried: ["mixed"],
      acknowledged: [["twitch:1337", [10, 13]]],
      setAside: [],
      logged: ["record_unreadable", "records_not_written"],
    });
    expect((await db.select().from(sessionsTable)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(["s-with-1", "s-with-2"]),
    );
  });

  test("delivered twice and the wrong way round, the newest version stays", async () => {
    const [older, newer] = [
      sessionRecord(20, { id: "s-order", title: "older" }),
      sessionRecord(21, { id: "s-order", title: "newer" }),
    ];
    for (const entry of [newer, older, newer, older]) await consume({ one: { source: monitor, entries: [entry] } });
    const rows = await db
      .select({ title: sessionsTable.title })
      .from(sessionsTable)
      .where(eq(sessionsTable.id, "s-order"));
    expect(rows).toEqual([{ title: "newer" }]);
  });

  test("with the database away, asks for everything again and acknowledges nothing", async () => {
    const away = httpDatabase({ ...present, proxy: "127.0.0.1:9" });
    const run = await consume(
      { a: { source: monitor, entries: [sessionRecord(1)] }, b: { source: monitor, entries: [sessionRecord(2)] } },
      (records) => writeRecords(away, records),
    );
    httpDatabase(present);
    expect(run).toEqual({
      acked: [],
      retried: ["a", "b"],
      acknowledged: [],
      setAside: [],
      logged: ["records_not_written"],
    });
  });

  test("a database that is away is asked once, not once a message", async () => {
    let calls = 0;
    const write = () => {
      calls += 1;
      return Promise.reject(new AppError("database_unavailable"));
    };
    await consume(
      { a: { source: monitor, entries: [sessionRecord(1)] }, b: { source: monitor, entries: [sessionRecord(2)] } },
      write,
    );
    expect(calls).toBe(1);
  });

  test("one message the database refuses does not keep the others out", async () => {
    const poison = sessionRecord(5, { id: "s-poison", ...refused });
    const run = await consume({
      good: { source: monitor, entries: [sessionRecord(4, { id: "s-good" })] },
      poison: { source: monitor, entries: [poison] },
    });
    expect(run).toMatchObject({ acked: ["good"], retried: ["poison"], acknowledged: [["twitch:1337", [4]]] });
    expect(await db.select({ id: sessionsTable.id }).from(sessionsTable).where(eq(sessionsTable.id, "s-good"))).toEqual(
      [{ id: "s-good" }],
    );
  });
});

describe("a dead letter", () => {
  const good = sessionRecord(30, { id: "s-dead-good" });
  const poison = sessionRecord(31, { id: "s-dead-poison", ...refused });
  const dead = (write?: (records: readonly DatabaseRecord[]) => Promise<void>) =>
    consume({ d: { source: monitor, entries: [good, poison] } }, write, consumeDeadRecords);

  test("is written as far as the database takes it; its object keeps the rest apart", async () => {
    expect(await dead()).toEqual({
      acked: ["d"],
      retried: [],
      acknowledged: [["twitch:1337", [30]]],
      setAside: [["twitch:1337", [31]]],
      logged: ["record_dead_letter"],
    });
  });

  test("stays with its object while the database is away", async () => {
    expect(await dead(() => Promise.reject(new AppError("database_unavailable")))).toMatchObject({
      acked: ["d"],
      acknowledged: [],
      setAside: [],
    });
  });

  test("whose entries still cannot be read is set aside in its object", async () => {
    const entries = [good, { table: "users", outboxId: 32 }];
    expect(await consume({ d: { source: monitor, entries } }, undefined, consumeDeadRecords)).toEqual({
      acked: ["d"],
      retried: [],
      acknowledged: [["twitch:1337", [30]]],
      setAside: [["twitch:1337", [32]]],
      logged: ["record_dead_letter", "record_unreadable"],
    });
  });

  test("that says nothing, or nothing that JSON can say, is taken off the queue and keeps nobody back", async () => {
    const dead = { a: {}, b: undefined, c: 1n, d: { source: monitor, entries: [good] } };
    expect(await consume(dead, undefined, consumeDeadRecords)).toMatchObject({
      acked: ["a", "b", "c", "d"],
      acknowledged: [["twitch:1337", [30]]],
      setAside: [],
    });
  });
});
