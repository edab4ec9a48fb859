// A monitor's kept counts: a row a minute while a session runs, and the list of sessions whose counts are in the store.
import { type MinuteCounts, minuteCountsSchema, mergeMinutes } from "#core/session/minute-counts.ts";
import { type SessionCountsEntry, maxSessionMinutes, sessionCountsEntrySchema } from "#core/session/session-counts.ts";
import { type Session, sessionSchema } from "#core/session/session.ts";
import { readStored } from "../read-stored.ts";

/** A row as it is stored, and what it says; null for one that another version wrote and this one cannot read. */
export interface KeptRow {
  readonly atMs: number;
  readonly body: string;
  readonly minute: MinuteCounts | null;
}

/** The what-if offers this many past sessions. */
const listedSessions = 50;

export class CountsStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS kept_minutes (
        session_id TEXT NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session_id, at_ms));
      CREATE TABLE IF NOT EXISTS kept_sessions (
        id TEXT PRIMARY KEY, started_at_ms INTEGER NOT NULL, body TEXT NOT NULL, is_stored INTEGER NOT NULL DEFAULT 0);
    `);
  }

  save(session: Session, minute: MinuteCounts): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO kept_sessions (id, started_at_ms, body) VALUES (?, ?, ?)",
      session.id,
      session.startedAtMs,
      JSON.stringify(session),
    );
    const known = this.#rows("session_id = ? AND at_ms = ?", session.id, minute.atMs)[0]?.minute;
    this.#sql.exec(
      "INSERT OR REPLACE INTO kept_minutes (session_id, at_ms, body) VALUES (?, ?, ?)",
      session.id,
      minute.atMs,
      JSON.stringify(known ? mergeMinutes(known, minute) : minute),
    );
    const oldestMs = minute.atMs - maxSessionMinutes * 60_000;
    this.#sql.exec("DELETE FROM kept_minutes WHERE session_id = ? AND at_ms < ?", session.id, oldestMs);
  }

  /** As the session changes, so that the list tells its title and its end. */
  saveSession(session: Session): void {
    this.#sql.exec("UPDATE kept_sessions SET body = ? WHERE id = ?", JSON.stringify(session), session.id);
  }

  /** In order of time. */
  rows(sessionId: string): KeptRow[] {
    return this.#rows("session_id = ? ORDER BY at_ms", sessionId);
  }

  /** The minutes that reach past `fromMs`, in order of time. */
  rowsSince(sessionId: string, fromMs: number): KeptRow[] {
    return this.#rows("session_id = ? AND at_ms > ? ORDER BY at_ms", sessionId, fromMs - 60_000);
  }

  session(sessionId: string): { session: Session; isStored: boolean } | null {
    const row = this.#sql
      .exec<{ body: string; is_stored: number }>("SELECT body, is_stored FROM kept_sessions WHERE id = ?", sessionId)
      .toArray()[0];
    const session = row ? readStored(sessionSchema, row.body, `session ${sessionId}`) : null;
    return row && session ? { session, isStored: row.is_stored === 1 } : null;
  }

  /** Newest first. */
  sessions(): SessionCountsEntry[] {
    return this.#sql
      .exec<{ id: string; body: string }>(
        "SELECT id, body FROM kept_sessions ORDER BY started_at_ms DESC LIMIT ?",
        listedSessions,
      )
      .toArray()
      .flatMap((row) => readStored(sessionCountsEntrySchema, row.body, `session ${row.id}`) ?? []);
  }

  /**
   * A session that is over and has rows left that the store may not have; null when there is none. One that cannot be
   * read keeps its rows and does not stand before the others.
   */
  unstored(runningId: string | null): string | null {
    const over = this.#sql.exec<{ session_id: string }>(
      "SELECT DISTINCT session_id FROM kept_minutes WHERE session_id <> ? ORDER BY session_id",
      runningId ?? "",
    );
    for (const { session_id } of over.toArray()) if (this.session(session_id)) return session_id;
    return null;
  }

  /** The store has these; a row that has changed since they were read stays. */
  markStored(sessionId: string, rows: readonly KeptRow[]): void {
    this.#sql.exec("UPDATE kept_sessions SET is_stored = 1 WHERE id = ?", sessionId);
    for (const { atMs, body } of rows)
      this.#sql.exec("DELETE FROM kept_minutes WHERE session_id = ? AND at_ms = ? AND body = ?", sessionId, atMs, body);
  }

  #rows(where: string, ...values: (string | number)[]): KeptRow[] {
    return this.#sql
      .exec<{ at_ms: number; body: string }>(`SELECT at_ms, body FROM kept_minutes WHERE ${where}`, ...values)
      .toArray()
      .map(({ at_ms, body }) => ({
        atMs: at_ms,
        body,
        minute: readStored(minuteCountsSchema, body, `minute ${at_ms}`),
      }));
  }
}

export function readable(rows: readonly KeptRow[]): MinuteCounts[] {
  return rows.map(({ minute }) => minute).filter((minute) => minute !== null);
}
