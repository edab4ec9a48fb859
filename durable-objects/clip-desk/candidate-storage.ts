// The candidates of a desk with their standing.
import { type CandidateState, candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { maxPendingCandidates } from "#core/clips/candidate/pending-candidates.ts";
import { readStored } from "../read-stored.ts";

/** So many expire in one transaction; the alarm rings again for the others. */
const maxExpired = 200;

type Row = { id: string; body: string };

export class CandidateStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS candidates (
        id TEXT PRIMARY KEY, dedupe_key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS pending_candidates ON candidates (status, created_at_ms);
    `);
  }

  byId(id: string): CandidateState | null {
    return this.#read("SELECT * FROM candidates WHERE id = ?", id)[0] ?? null;
  }

  byKey(dedupeKey: string): CandidateState | null {
    return this.#read("SELECT * FROM candidates WHERE dedupe_key = ?", dedupeKey)[0] ?? null;
  }

  /** The newest, as many as a page keeps, oldest first. */
  pending(): CandidateState[] {
    return this.#read(
      `SELECT * FROM (SELECT * FROM candidates WHERE status = 'pending_approval' ORDER BY created_at_ms DESC LIMIT ?)
       ORDER BY created_at_ms`,
      maxPendingCandidates,
    );
  }

  /** At most {@link maxExpired} at a time, oldest first. */
  pendingSince(ms: number): CandidateState[] {
    const query =
      "SELECT * FROM candidates WHERE status = 'pending_approval' AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?";
    return this.#read(query, ms, maxExpired);
  }

  /** Nobody can decide about a candidate that cannot be read, and so nobody waits for it. Proposed again, it is readable. */
  forgetUnreadable(pendingSinceMs: number): void {
    const query =
      "SELECT id, body FROM candidates WHERE status = 'pending_approval' AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?";
    for (const row of this.#sql.exec<Row>(query, pendingSinceMs, maxExpired).toArray())
      if (!readCandidate(row)) this.#sql.exec("UPDATE candidates SET status = 'unreadable' WHERE id = ?", row.id);
  }

  oldestPendingMs(): number | null {
    const query = "SELECT MIN(created_at_ms) AS oldest FROM candidates WHERE status = 'pending_approval'";
    return this.#sql.exec<{ oldest: number | null }>(query).one().oldest;
  }

  save(candidate: CandidateState, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO candidates (id, dedupe_key, status, created_at_ms, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body
       ON CONFLICT (dedupe_key) DO UPDATE SET id = excluded.id, status = excluded.status, body = excluded.body`,
      candidate.candidateId,
      candidate.dedupeKey,
      candidate.status,
      nowMs,
      JSON.stringify(candidate),
    );
  }

  #read(query: string, ...values: (string | number)[]): CandidateState[] {
    return this.#sql
      .exec<Row>(query, ...values)
      .toArray()
      .flatMap((row) => readCandidate(row) ?? []);
  }
}

function readCandidate({ id, body }: Row): CandidateState | null {
  return readStored(candidateStateSchema, body, `candidate ${id}`);
}
