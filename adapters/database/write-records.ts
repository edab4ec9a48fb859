// Writes records so that writing them again, or in another order, ends the same.
import { getTableColumns, lt, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { DatabaseRecord } from "#core/outbox/record.ts";
import type { Database } from "./client.ts";
import { databaseError } from "./database-error.ts";
import { candidateRow, clipJobRow, clipRow, momentRow, sessionRow } from "./record-rows.ts";
import { candidatesTable, clipJobsTable, clipsTable, momentsTable, sessionsTable } from "./schema.ts";

/** Postgres takes 65 535 parameters a statement; the widest table has fewer than forty columns. */
const rowsPerStatement = 500;

/** All or nothing, in one round trip. Throws `database_unavailable` when the database cannot be reached. */
export async function writeRecords(db: Database, records: readonly DatabaseRecord[]): Promise<void> {
  const jobs = records.filter((record) => record.table === "clip_jobs");
  const [first, ...rest] = [
    ...chunks(records.filter((record) => record.table === "sessions").map(sessionRow)).map((rows) =>
      db.insert(sessionsTable).values(rows).onConflictDoUpdate(ifNewer(sessionsTable)),
    ),
    ...chunks(records.filter((record) => record.table === "moments").map(momentRow)).map((rows) =>
      db.insert(momentsTable).values(rows).onConflictDoUpdate(ifNewer(momentsTable)),
    ),
    ...chunks(records.filter((record) => record.table === "candidates").map(candidateRow)).map((rows) =>
      db.insert(candidatesTable).values(rows).onConflictDoUpdate(ifNewer(candidatesTable)),
    ),
    ...chunks(jobs.map(clipJobRow)).map((rows) =>
      db.insert(clipJobsTable).values(rows).onConflictDoUpdate(ifNewer(clipJobsTable)),
    ),
    ...chunks(jobs.flatMap((job) => clipRow(job) ?? [])).map((rows) =>
      db.insert(clipsTable).values(rows).onConflictDoUpdate(ifNewer(clipsTable)),
    ),
  ];
  if (!first) return;
  try {
    await db.batch([first, ...rest]);
  } catch (error) {
    throw databaseError(error);
  }
}

/** The newest version of each row only: one statement must not touch a row twice. */
function chunks<T extends { id: string; revision: number }>(rows: readonly T[]): T[][] {
  const newest = new Map<string, T>();
  for (const row of rows) {
    const known = newest.get(row.id);
    if (!known || known.revision < row.revision) newest.set(row.id, row);
  }
  const all = [...newest.values()];
  return Array.from({ length: Math.ceil(all.length / rowsPerStatement) }, (_, at) =>
    all.slice(at * rowsPerStatement, (at + 1) * rowsPerStatement),
  );
}

/** Replaces the whole row by the one that was to be inserted, unless the present one is as new or newer. */
function ifNewer<
  T extends
    | typeof sessionsTable
    | typeof momentsTable
    | typeof candidatesTable
    | typeof clipJobsTable
    | typeof clipsTable,
>(table: T) {
  const columns = Object.entries(getTableColumns(table as PgTable)).filter(([name]) => name !== "id");
  const set = Object.fromEntries(
    columns.map(([name, column]): [string, SQL] => [name, sql`excluded.${sql.identifier(column.name)}`]),
  );
  return { target: table.id, set, setWhere: lt(table.revision, sql`excluded.revision`) };
}
