// What people said of a channel's moments.
import { type Verdict, verdictSchema } from "#core/moments/trigger-weights.ts";
import type { Moment } from "#core/moments/moment.ts";
import { readRow } from "../read-stored.ts";
import { type MomentRow, readMoment } from "./monitor-storage.ts";

/** Older answers no longer count: streams and their chats change. */
const countedVerdicts = 500;

type Row = MomentRow & { verdict: string };

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
        "SELECT id, body, verdict FROM verdicts JOIN moments ON id = moment_id ORDER BY at_ms DESC LIMIT ?",
        countedVerdicts,
      )
      .toArray()
      .flatMap((row) => {
        const moment = readMoment(row);
        const verdict = readRow(verdictSchema, row.verdict, `verdict ${row.id}`);
        return moment && verdict ? [{ moment, verdict }] : [];
      });
  }
}
