// The local database behaves as Neon does towards its driver, and as Postgres does towards several clients at once.
import { neon, neonConfig } from "@neondatabase/serverless";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg, { type Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDatabase, startLocalDatabase } from "../../../scripts/local-db/start-local-database.ts";

let local: LocalDatabase;

function use({ proxyAddress }: LocalDatabase): void {
  neonConfig.fetchEndpoint = () => `http://${proxyAddress}/sql`;
}

async function postgresClient(): Promise<Client> {
  const { hostname: host, port } = new URL(local.postgresUrl);
  const who = { user: "postgres", password: "postgres", database: "postgres" };
  const client = new pg.Client({ ...who, host, port: Number(port), ssl: false });
  await client.connect();
  return client;
}

function inRows(text: string, values: unknown[]) {
  return { text, values, rowMode: "array" as const };
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

test("sixty clients at once, each with a query of its own, get the answers to their own", async () => {
  const clients = await Promise.all(Array.from({ length: 60 }, postgresClient));
  const answers = await Promise.all(
    clients.map((client, n) => client.query(inRows(`SELECT $1::int AS given_${n}, ${n} AS written`, [n]))),
  );
  expect(answers.map(({ rows }) => rows)).toEqual(clients.map((_, n) => [[n, n]]));
  await Promise.all(clients.map((client) => client.end()));
});

test("sixty queries over HTTP at once get their own answers", async () => {
  const sql = neon(local.databaseUrl);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => sql.query(`SELECT $1::int AS given, ${n} AS written`, [n])),
  );
  expect(answers).toEqual(answers.map((_, n) => [{ given: n, written: n }]));
});

test("eight clients in transactions, and with single queries between them, do not meet", async () => {
  await neon(local.databaseUrl)`CREATE TABLE laps (client int, lap int)`;
  const runner = async (id: number) => {
    const client = await postgresClient();
    const seen: unknown[] = [];
    for (let lap = 1; lap <= 10; lap++) {
      await client.query("BEGIN");
      await client.query(inRows("INSERT INTO laps VALUES ($1, $2)", [id, lap]));
      const inside = await client.query(inRows(`SELECT ${id}, count(*)::int FROM laps WHERE client = $1`, [id]));
      await client.query(lap % 2 === 0 ? "COMMIT" : "ROLLBACK");
      // One statement outside a transaction is several messages too, and nobody's may come between them.
      const outside = await client.query(inRows(`SELECT $1::text AS of_${id}`, [`${id} after lap ${lap}`]));
      seen.push([inside.rows[0], outside.rows[0]]);
    }
    await client.end();
    return seen;
  };
  const ids = [0, 1, 2, 3, 4, 5, 6, 7];
  const seen = await Promise.all(ids.map(runner));
  const expected = (id: number) =>
    Array.from({ length: 10 }, (_, lap) => [[id, Math.floor(lap / 2) + 1], [`${id} after lap ${lap + 1}`]]);
  expect(seen).toEqual(ids.map(expected));
});

test("transactions of several clients do not mix", async () => {
  const transfer = async (id: number) => {
    const client = await postgresClient();
    try {
      await client.query("BEGIN");
      await client.query(`INSERT INTO notes VALUES (${id}, 'by ${id}')`);
      const text = "SELECT id FROM notes WHERE id BETWEEN 100 AND 199 AND id % 2 = 1";
      const seen = await client.query(inRows(text, []));
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
