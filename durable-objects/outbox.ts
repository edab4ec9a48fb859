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
/** A queue takes 128 KB a message; text outside ASCII takes up to three bytes a character. */
const batchChars = 32_000;
const firstRetryMs = 1_000;
const maxRetryMs = 5 * 60_000;
/** How long a queue and a database may take before a record is sent again. The write is idempotent. */
const acknowledgeWithinMs = 60_000;

type Row = { id: number; body: string; attempts: number };

/** The deliveries to one target: the one that runs, and the one that comes after it. */
interface Turn {
  readonly running: Promise<void>;
  next: Promise<void> | null;
}

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #deliver: Deliver;
  readonly #turns = new Map<string, Turn>();

  constructor(sql: SqlStorage, deliver: Deliver) {
    this.#sql = sql;
    this.#deliver = deliver;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, due_at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS outbox_waits (
        target TEXT PRIMARY KEY, failures INTEGER NOT NULL, until_ms INTEGER NOT NULL);
    `);
  }

  add(target: string, body: unknown, nowMs: number): void {
    this.#sql.exec(
      "INSERT INTO outbox (target, body, due_at_ms) VALUES (?, ?, ?)",
      target,
      JSON.stringify(body),
      nowMs,
    );
  }

  acknowledge(ids: readonly number[]): void {
    for (const id of ids) this.#sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }

  /** When to flush again if nobody does before: never at once, because a delivery may be under way; null when nothing is owed. */
  nextDueMs(): number | null {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        "SELECT MIN(MAX(due_at_ms, COALESCE(until_ms, 0))) AS due FROM outbox LEFT JOIN outbox_waits USING (target)",
      )
      .one();
    return due === null ? null : Math.max(due, Date.now() + firstRetryMs);
  }

  /**
   * Tries to deliver what is due, to all targets or to one; what was owed before the call has been tried after it.
   * A target that is slow or gone holds up nobody else. Never throws.
   */
  async flush(only?: string): Promise<void> {
    const due = this.#sql
      .exec<{ target: string }>(
        `SELECT DISTINCT target FROM outbox LEFT JOIN outbox_waits USING (target)
         WHERE due_at_ms <= ?1 AND COALESCE(until_ms, 0) <= ?1`,
        Date.now(),
      )
      .toArray();
    await Promise.all(
      due.filter(({ target }) => target === (only ?? target)).map(({ target }) => this.#inTurn(target)),
    );
  }

  /** One delivery to a target at a time, which keeps its order. All who come while one runs share the one after it. */
  #inTurn(target: string): Promise<void> {
    const turn = this.#turns.get(target);
    if (!turn) return this.#begin(target);
    turn.next ??= turn.running.then(() => this.#begin(target));
    return turn.next;
  }

  #begin(target: string): Promise<void> {
    const turn: Turn = { running: this.#flushTarget(target), next: null };
    this.#turns.set(target, turn);
    void turn.running.then(() => {
      if (!turn.next) this.#turns.delete(target);
    });
    return turn.running;
  }

  async #flushTarget(target: string): Promise<void> {
    const { failures, untilMs } = this.#wait(target);
    const rows = untilMs > Date.now() ? [] : this.#dueRows(target, failures);
    if (rows.length === 0) return;
    try {
      const messages = rows.map((row) => ({ id: row.id, target, body: JSON.parse(row.body) as unknown }));
      const delivery = await this.#deliver(target, messages);
      if (delivery === "done") this.acknowledge(rows.map((row) => row.id));
      else this.#awaitAcknowledgement(rows);
      this.#sql.exec("DELETE FROM outbox_waits WHERE target = ?", target);
    } catch (error) {
      console.error(
        JSON.stringify({
          event: "outbox_delivery_failed",
          target,
          messages: rows.length,
          failures,
          error: String(error),
        }),
      );
      // The whole target waits, the newer messages with the older ones: they must not overtake.
      this.#sql.exec(
        "INSERT OR REPLACE INTO outbox_waits (target, failures, until_ms) VALUES (?, ?, ?)",
        target,
        failures + 1,
        Date.now() + backoffMs(firstRetryMs, failures),
      );
    }
  }

  /** After a failure one message at a time, so that one that cannot be taken does not keep those before it. */
  #dueRows(target: string, failures: number): Row[] {
    const rows = this.#sql
      .exec<Row>(
        "SELECT id, body, attempts FROM outbox WHERE target = ? AND due_at_ms <= ? ORDER BY id LIMIT ?",
        target,
        Date.now(),
        failures > 0 ? 1 : batchSize,
      )
      .toArray();
    let chars = 0;
    return rows.filter((row, at) => (chars += row.body.length) <= batchChars || at === 0);
  }

  #wait(target: string): { failures: number; untilMs: number } {
    const query = "SELECT failures, until_ms AS untilMs FROM outbox_waits WHERE target = ?";
    return (
      this.#sql.exec<{ failures: number; untilMs: number }>(query, target).toArray()[0] ?? { failures: 0, untilMs: 0 }
    );
  }

  #awaitAcknowledgement(rows: readonly Row[]): void {
    for (const row of rows) {
      const dueAtMs = Date.now() + backoffMs(acknowledgeWithinMs, row.attempts);
      this.#sql.exec("UPDATE outbox SET attempts = attempts + 1, due_at_ms = ? WHERE id = ?", dueAtMs, row.id);
    }
  }
}

function backoffMs(firstMs: number, before: number): number {
  return Math.min(maxRetryMs, firstMs * 2 ** Math.min(before, 10));
}
