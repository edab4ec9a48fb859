// Writes records so that writing them again, or in another order, ends the same.
import { getTableColumns, lt, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { PgTable } from "drizzle-orm/pg-core";
import type { DatabaseRecord } from "#core/outbox/record.ts";
import type { Database } from "./client.ts";
import { databaseError } from "./database-error.ts";
import { candidateRow, clipJobRow, clipRow, momentRow, sessionRow } from "./record-rows.ts";
import { candidates, clipJobs, clips, moments, sessions } from "./schema.ts";

/** All or nothing, in one round trip. Throws `database_unavailable` when the database cannot be reached. */
export async function writeRecords(db: Database, records: readonly DatabaseRecord[]): Promise<void> {
  const [first, ...rest] = records.flatMap((record) => statements(db, record));
  if (!first) return;
  try {
    await db.batch([first, ...rest]);
  } catch (error) {
    throw databaseError(error);
  }
}

function statements(db: Database, record: DatabaseRecord): BatchItem<"pg">[] {
  switch (record.table) {
    case "sessions":
      return [db.insert(sessions).values(sessionRow(record)).onConflictDoUpdate(ifNewer(sessions))];
    case "moments":
      return [db.insert(moments).values(momentRow(record)).onConflictDoUpdate(ifNewer(moments))];
    case "candidates":
      return [db.insert(candidates).values(candidateRow(record)).onConflictDoUpdate(ifNewer(candidates))];
    case "clip_jobs": {
      const job = db.insert(clipJobs).values(clipJobRow(record)).onConflictDoUpdate(ifNewer(clipJobs));
      const clip = clipRow(record);
      return clip ? [job, db.insert(clips).values(clip).onConflictDoUpdate(ifNewer(clips))] : [job];
    }
  }
}

/** Replaces the whole row by the one that was to be inserted, unless the present one is as new or newer. */
function ifNewer<T extends typeof sessions | typeof moments | typeof candidates | typeof clipJobs | typeof clips>(table: T) {
  const columns = Object.entries(getTableColumns(table as PgTable)).filter(([name]) => name !== "id");
  const set = Object.fromEntries(columns.map(([name, column]): [string, SQL] => [name, sql`excluded.${sql.identifier(column.name)}`]));
  return { target: table.id, set, setWhere: lt(table.revision, sql`excluded.revision`) };
}
