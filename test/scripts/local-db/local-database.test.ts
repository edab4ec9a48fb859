// The local database behaves as Neon does towards its driver, and as Postgres does towards several clients at once.
import { neon, neonConfig } from "@neondatabase/serverless";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDatabase, startLocalDatabase } from "../../../scripts/local-db/start-local-database.ts";

let local: LocalDatabase;

function use({ proxyAddress }: LocalDatabase): void {
  neonConfig.fetchEndpoint = () => `http://${proxyAddress}/sql`;
}

beforeAll(async () => {
  local = await startLocalDatabase({ migrationsFolder: "migrations" });
  use(local);
  await neon(local.databaseUrl)`CREATE TABLE notes (id int PRIMARY KEY, said text, meta jsonb)`;
});
afterAll(() => local.close());

describe("over HTTP", () => {
  test("values keep their types", async () => {
    const sql = neon(local.databaseUrl);
    const rows =
      await sql`SELECT 1::int AS n, '12345678901234'::bigint AS big, '{"a":[1]}'::jsonb AS meta, true AS yes, NULL AS none, ARRAY['x','y'] AS list`;
    expect(rows).toEqual([{ n: 1, big: "12345678901234", meta: { a: [1] }, yes: true, none: null, list: ["x", "y"] }]);
  });

  test("a refused query names its SQLSTATE, and a batch with one in it leaves nothing behind", async () => {
    const sql = neon(local.databaseUrl);
    const batch = sql.transaction([
      sql`INSERT INTO notes VALUES (1, 'first')`,
      sql`INSERT INTO notes VALUES (1, 'again')`,
    ]);
    await expect(batch).rejects.toMatchObject({ code: "23505" });
    expect(await sql`SELECT count(*)::int AS n FROM notes WHERE id = 1`).toEqual([{ n: 0 }]);
  });

  test("anything but a query is refused politely", async () => {
    const answer = await fetch(`http://${local.proxyAddress}/other`);
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([400, ["message"]]);
  });
});

test("transactions of several clients do not mix", async () => {
  const { hostname: host, port } = new URL(local.postgresUrl);
  const transfer = async (id: number) => {
    const client = new pg.Client({
      ...{ host, port: Number(port), user: "postgres", password: "postgres", database: "postgres", ssl: false },
    });
    await client.connect();
    try {
      await client.query("BEGIN");
      await client.query(`INSERT INTO notes VALUES (${id}, 'by ${id}')`);
      const text = "SELECT id FROM notes WHERE id BETWEEN 100 AND 199 AND id % 2 = 1";
      const seen = await client.query({ text, values: [], rowMode: "array" });
      await client.query(id % 2 === 0 ? "COMMIT" : "ROLLBACK");
      return seen.rows.flat();
    } finally {
      await client.end();
    }
  };
  const sql = neon(local.databaseUrl);
  const [seen] = await Promise.all([
    Promise.all([100, 101, 102, 103, 104].map(transfer)),
    sql`INSERT INTO notes VALUES (200, 'meanwhile')`,
  ]);
  // What is rolled back is seen by nobody but its own client.
  expect(seen).toEqual([[], [101], [], [103], []]);
  const kept = await sql`SELECT id FROM notes WHERE id >= 100 ORDER BY id`;
  expect(kept.map(({ id }) => id)).toEqual([100, 102, 104, 200]);
});

test("a client that vanishes inside a transaction neither keeps others out nor leaves its work", async () => {
  const { port, hostname } = new URL(local.postgresUrl);
  const socket = connect(Number(port), hostname);
  const body = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196608, 4);
  const query = (text: string) => {
    const bytes = Buffer.alloc(5 + text.length + 1);
    bytes.write("Q");
    bytes.writeInt32BE(5 + text.length, 1);
    bytes.write(text, 5);
    return bytes;
  };
  const answered = new Promise((resolve) => {
    let answers = "";
    socket.on("data", (data) => {
      answers += data.toString("latin1");
      if (answers.includes("INSERT 0 1")) resolve(null);
    });
  });
  socket.write(Buffer.concat([head, body, query("BEGIN"), query("INSERT INTO notes VALUES (300, 'lost')")]));
  await answered;
  socket.destroy();
  expect(await neon(local.databaseUrl)`SELECT count(*)::int AS n FROM notes WHERE id = 300`).toEqual([{ n: 0 }]);
});

test("data in a folder are there after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hypecut-pg-"));
  const options = { dataDir: join(folder, "pg"), migrationsFolder: "migrations" };
  const first = await startLocalDatabase(options);
  use(first);
  await neon(first.databaseUrl)`CREATE TABLE kept AS SELECT 7 AS n`;
  await first.close();
  const second = await startLocalDatabase(options);
  use(second);
  expect(await neon(second.databaseUrl)`SELECT n FROM kept`).toEqual([{ n: 7 }]);
  await second.close();
  use(local);
  await rm(folder, { recursive: true });
}, 30_000);
