// What people said of a channel's moments.
import type { Verdict } from "#core/moments/trigger-weights.ts";
import { type Moment, momentSchema } from "#core/moments/moment.ts";

/** Older answers no longer count: streams and their chats change. */
const countedVerdicts = 500;

type Row = { body: string; verdict: string };

export class FeedbackStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS verdicts (
        moment_id TEXT PRIMARY KEY, verdict TEXT NOT NULL, at_ms INTEGER NOT NULL);
    `);
  }

  /** Null takes an answer back. */
  save(momentId: string, verdict: Verdict | null, nowMs: number): void {
    if (verdict === null) this.#sql.exec("DELETE FROM verdicts WHERE moment_id = ?", momentId);
    else this.#sql.exec("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", momentId, verdict, nowMs);
  }

  /** The newest answers with the moments they are about. */
  judged(): { moment: Moment; verdict: Verdict }[] {
    return this.#sql
      .exec<Row>(
        "SELECT body, verdict FROM verdicts JOIN moments ON id = moment_id ORDER BY at_ms DESC LIMIT ?",
        countedVerdicts,
      )
      .toArray()
      .map((row) => ({ moment: momentSchema.parse(JSON.parse(row.body)), verdict: row.verdict as Verdict }));
  }
}
