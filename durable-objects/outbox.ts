// Messages an object owes to others. A row is written together with the state change that causes it and deleted when
// the receiver has acknowledged it, so a crash between the two delays a message and never loses it.
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { firstRetryMs, mostMessages, oneBatch, retryInMs, sendAgainInMs } from "#core/outbox/send-schedule.ts";
import type { Receiver } from "./outbox-receiver.ts";
import { SetAsideMessages } from "./set-aside-messages.ts";
import { Turns } from "./turns.ts";

type Row = { id: number; body: string; attempts: number };

/** `Owed` names the body that each receiver is owed. */
export class Outbox<Owed extends { readonly [Target in keyof Owed]: unknown }> {
  readonly #sql: SqlStorage;
  readonly #receiverOf: (target: string) => Receiver | null;
  readonly #setAside: SetAsideMessages;
  readonly #turns = new Turns();

  /** Null for a target that there is not: its messages stay, and each try is logged. */
  constructor(
    sql: SqlStorage,
    receiverOf: (target: string) => Receiver | null,
    /** Told how many messages have been set aside, so that somebody sees it; again, later and later, until it has been taken. */
    tellSetAside: (count: number) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#sql = sql;
    this.#receiverOf = receiverOf;
    this.#setAside = new SetAsideMessages(sql, tellSetAside);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, due_at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS outbox_waits (
        target TEXT PRIMARY KEY, failures INTEGER NOT NULL, until_ms INTEGER NOT NULL);
    `);
  }

  add<Target extends keyof Owed & string>(target: Target, body: Owed[Target], nowMs: number): void {
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

  /** These will never be taken. */
  setAside(refused: readonly RefusedMessage[]): void {
    for (const message of refused) this.#setAside.take(message);
  }

  setAsideCount(): number {
    return this.#setAside.count();
  }

  /** When to flush again if nobody does before: never at once, because messages may be under way; null when nothing is owed or to be told. */
  nextDueMs(): number | null {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        "SELECT MIN(MAX(due_at_ms, COALESCE(until_ms, 0))) AS due FROM outbox LEFT JOIN outbox_waits USING (target)",
      )
      .one();
    const tellMs = this.#setAside.tellAtMs;
    if (due === null && tellMs === null) return null;
    return Math.max(Math.min(due ?? Infinity, tellMs ?? Infinity), Date.now() + firstRetryMs);
  }

  /**
   * Tries to send what is due, to all targets or to one; what was owed before the call has been tried after it.
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
      due
        .filter(({ target }) => target === (only ?? target))
        .map(({ target }) => this.#turns.take(target, () => this.#flushTarget(target))),
    );
    // Who flushes one target waits for it; what was set aside is told by those who flush all.
    if (only === undefined) await this.#setAside.tell();
  }

  /** One flush to a target at a time keeps its order. */
  async #flushTarget(target: string): Promise<void> {
    const { failures, untilMs } = this.#wait(target);
    const rows = untilMs > Date.now() ? [] : this.#dueRows(target, failures);
    if (rows.length === 0) return;
    try {
      const to = this.#receiverOf(target);
      if (!to) throw new Error("there is no such receiver");
      const { result, unreadable } = await to.send(rows);
      this.setAside(unreadable);
      if (result === "done") this.acknowledge(rows.map((row) => row.id));
      else this.#awaitAcknowledgement(rows);
      this.#sql.exec("DELETE FROM outbox_waits WHERE target = ?", target);
    } catch (error) {
      console.error(
        JSON.stringify({
          event: "outbox_send_failed",
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
        Date.now() + retryInMs(failures),
      );
    }
  }

  #dueRows(target: string, failures: number): Row[] {
    const query = "SELECT id, body, attempts FROM outbox WHERE target = ? AND due_at_ms <= ? ORDER BY id LIMIT ?";
    return oneBatch(this.#sql.exec<Row>(query, target, Date.now(), mostMessages(failures)).toArray());
  }

  #wait(target: string): { failures: number; untilMs: number } {
    const query = "SELECT failures, until_ms AS untilMs FROM outbox_waits WHERE target = ?";
    return (
      this.#sql.exec<{ failures: number; untilMs: number }>(query, target).toArray()[0] ?? { failures: 0, untilMs: 0 }
    );
  }

  #awaitAcknowledgement(rows: readonly Row[]): void {
    for (const row of rows) {
      const dueAtMs = Date.now() + sendAgainInMs(row.attempts);
      this.#sql.exec("UPDATE outbox SET attempts = attempts + 1, due_at_ms = ? WHERE id = ?", dueAtMs, row.id);
    }
  }
}
