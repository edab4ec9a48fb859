// Messages an object owes to others. A row is written together with the state change that causes it and deleted when
// the receiver has acknowledged it, so a crash between the two delays a message and never loses it.

/** What became of one delivery: `done` deletes the row; `sent` waits for an acknowledgement and sends again without one. */
export type Delivery = "done" | "sent";

export interface OutboxMessage {
  /** Grows by one a message within the object, and so serves as the revision of what the message carries. */
  readonly id: number;
  readonly target: string;
  readonly body: unknown;
}

/** Delivers messages to one target, oldest first. Throwing means: none of them arrived, try again. */
export type Deliver = (target: string, messages: readonly OutboxMessage[]) => Promise<Delivery>;

const batchSize = 50;
const firstRetryMs = 1_000;
const maxRetryMs = 5 * 60_000;
/** How long a queue and a database may take before a record is sent again. The write is idempotent. */
const acknowledgeWithinMs = 60_000;

type Row = { id: number; target: string; body: string; attempts: number; due_at_ms: number };

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #deliver: Deliver;
  #flushing: Promise<void> | null = null;

  constructor(sql: SqlStorage, deliver: Deliver) {
    this.#sql = sql;
    this.#deliver = deliver;
    sql.exec(`CREATE TABLE IF NOT EXISTS outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, body TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, due_at_ms INTEGER NOT NULL)`);
  }

  add(target: string, body: unknown, nowMs: number): void {
    this.#sql.exec("INSERT INTO outbox (target, body, due_at_ms) VALUES (?, ?, ?)", target, JSON.stringify(body), nowMs);
  }

  acknowledge(ids: readonly number[]): void {
    for (const id of ids) this.#sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }

  /** When {@link flush} next has something to do; null when nothing is owed. */
  nextDueMs(): number | null {
    return this.#sql.exec<{ due: number | null }>("SELECT MIN(due_at_ms) AS due FROM outbox").one().due;
  }

  /** Delivers what is due. Calls that come while one runs wait for it and run once more after it. */
  async flush(nowMs: number): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#flushing = this.#flushDue(nowMs).finally(() => {
      this.#flushing = null;
    });
    await this.#flushing;
  }

  async #flushDue(nowMs: number): Promise<void> {
    const targets = this.#sql.exec<{ target: string }>("SELECT DISTINCT target FROM outbox WHERE due_at_ms <= ?", nowMs).toArray();
    await Promise.all(targets.map(({ target }) => this.#flushTarget(target, nowMs)));
  }

  async #flushTarget(target: string, nowMs: number): Promise<void> {
    const rows = this.#sql
      .exec<Row>("SELECT * FROM outbox WHERE target = ? AND due_at_ms <= ? ORDER BY id LIMIT ?", target, nowMs, batchSize)
      .toArray();
    if (rows.length === 0) return;
    const messages = rows.map((row) => ({ id: row.id, target, body: JSON.parse(row.body) as unknown }));
    try {
      const delivery = await this.#deliver(target, messages);
      if (delivery === "done") this.acknowledge(rows.map((row) => row.id));
      else this.#postpone(rows, nowMs, acknowledgeWithinMs);
    } catch (error) {
      console.error(JSON.stringify({ event: "outbox_delivery_failed", target, messages: rows.length, error: String(error) }));
      this.#postpone(rows, nowMs, firstRetryMs);
    }
  }

  #postpone(rows: readonly Row[], nowMs: number, baseMs: number): void {
    for (const row of rows) {
      const delayMs = Math.min(maxRetryMs, baseMs * 2 ** Math.min(row.attempts, 10));
      this.#sql.exec("UPDATE outbox SET attempts = attempts + 1, due_at_ms = ? WHERE id = ?", nowMs + delayMs, row.id);
    }
  }
}
