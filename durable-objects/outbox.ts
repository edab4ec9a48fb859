// Messages an object owes to others. A row is written together with the state change that causes it and deleted when
// the receiver has acknowledged it, so a crash between the two delays a message and never loses it.
import type { z } from "zod";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { logWarning } from "./log-warning.ts";

/** What became of messages: `done` deletes their rows; `sent` waits for an acknowledgement and sends again without one. */
export type SendResult = "done" | "sent";

export interface OutboxMessage<Body> {
  /** Grows by one a message within the object, and so serves as the revision of what the message carries. */
  readonly id: number;
  readonly body: Body;
}

/** A receiver that can be sent stored rows; made by {@link receiver}. */
export interface Receiver {
  readonly send: (
    rows: readonly StoredMessage[],
  ) => Promise<{ result: SendResult; unreadable: readonly RefusedMessage[] }>;
}

interface StoredMessage {
  readonly id: number;
  readonly body: string;
}

/**
 * Sends messages, oldest first, each read from its row by `schema`. Throwing means: none of them arrived, try again. A
 * row that cannot be read will not be readable the next time, and is set aside.
 */
export function receiver<Body>(
  schema: z.ZodType<Body>,
  send: (messages: readonly OutboxMessage<Body>[]) => Promise<SendResult>,
): Receiver {
  return {
    async send(rows) {
      const read = rows.map(({ id, body }) => ({ id, parsed: schema.safeParse(parseJson(body)) }));
      const messages = read.flatMap(({ id, parsed }) => (parsed.success ? [{ id, body: parsed.data }] : []));
      const unreadable = read.flatMap(({ id, parsed: { error } }) => (error ? [{ id, reason: error.message }] : []));
      return { result: messages.length === 0 ? "done" : await send(messages), unreadable };
    },
  };
}

/** For an object whose receivers are known by name. */
export function receiverAmong(receivers: Readonly<Record<string, Receiver>>): (target: string) => Receiver | null {
  const known = new Map(Object.entries(receivers));
  return (target) => known.get(target) ?? null;
}

const batchSize = 50;
/** A queue takes 128 KB a message; text outside ASCII takes up to three bytes a character. */
const batchChars = 32_000;
const firstRetryMs = 1_000;
const maxRetryMs = 5 * 60_000;
/** How long a queue and a database may take before a record is sent again. The write is idempotent. */
const acknowledgeWithinMs = 60_000;

type Row = { id: number; body: string; attempts: number };

/** The flushes to one target: the one that runs, and the one that comes after it. */
interface Turn {
  readonly running: Promise<void>;
  next: Promise<void> | null;
}

/** `Owed` names the body that each receiver is owed. */
export class Outbox<Owed extends { readonly [Target in keyof Owed]: unknown }> {
  readonly #sql: SqlStorage;
  readonly #receiverOf: (target: string) => Receiver | null;
  readonly #tellSetAside: (count: number) => Promise<void>;
  #toldSetAside = 0;
  /** How often in a row the telling has failed, and how long it waits for that. */
  #setAsideWait = { failures: 0, untilMs: 0 };
  readonly #turns = new Map<string, Turn>();

  /** Null for a target that there is not: its messages stay, and each try is logged. */
  constructor(
    sql: SqlStorage,
    receiverOf: (target: string) => Receiver | null,
    /** Told how many messages have been set aside, so that somebody sees it; again, later and later, until it has been taken. */
    tellSetAside: (count: number) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#sql = sql;
    this.#receiverOf = receiverOf;
    this.#tellSetAside = tellSetAside;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, due_at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS outbox_set_aside (
        id INTEGER PRIMARY KEY, target TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL);
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

  /** These will never be taken: they are kept apart for whoever looks into it, hold up nobody, and are said aloud. */
  setAside(refused: readonly RefusedMessage[]): void {
    for (const { id, reason } of refused) {
      const { rowsWritten } = this.#sql.exec(
        `INSERT OR IGNORE INTO outbox_set_aside SELECT id, target, body, ?2, ?3 FROM outbox WHERE id = ?1`,
        id,
        reason.slice(0, 500),
        Date.now(),
      );
      this.acknowledge([id]);
      if (rowsWritten > 0)
        console.error(JSON.stringify({ event: "outbox_message_set_aside", id, reason: reason.slice(0, 500) }));
    }
  }

  /** How many messages have been set aside so far. */
  setAsideCount(): number {
    return this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM outbox_set_aside").one().n;
  }

  /** When to flush again if nobody does before: never at once, because messages may be under way; null when nothing is owed or to be told. */
  nextDueMs(): number | null {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        "SELECT MIN(MAX(due_at_ms, COALESCE(until_ms, 0))) AS due FROM outbox LEFT JOIN outbox_waits USING (target)",
      )
      .one();
    const tellMs = this.setAsideCount() === this.#toldSetAside ? null : this.#setAsideWait.untilMs;
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
      due.filter(({ target }) => target === (only ?? target)).map(({ target }) => this.#inTurn(target)),
    );
    // Who flushes one target waits for it; what was set aside is told by those who flush all.
    if (only === undefined) await this.#tellOfSetAside();
  }

  async #tellOfSetAside(): Promise<void> {
    const count = this.setAsideCount();
    const { failures, untilMs } = this.#setAsideWait;
    if (count === this.#toldSetAside || untilMs > Date.now()) return;
    this.#toldSetAside = count;
    this.#setAsideWait = { failures: 0, untilMs: 0 };
    await this.#tellSetAside(count).catch((error: unknown) => {
      this.#toldSetAside = 0;
      this.#setAsideWait = { failures: failures + 1, untilMs: Date.now() + backoffMs(firstRetryMs, failures) };
      logWarning("outbox_set_aside_not_told", error);
    });
  }

  /** One flush to a target at a time, which keeps its order. All who come while one runs share the one after it. */
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
