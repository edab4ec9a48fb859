// Messages of an outbox that nobody will ever take: they are kept apart for whoever looks into it, hold up nobody, and are
// said aloud. How many there are is told until somebody has taken it.
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { retryInMs } from "#core/outbox/send-schedule.ts";
import { logWarning } from "./log-warning.ts";

const maxReasonChars = 500;

export class SetAsideMessages {
  readonly #sql: SqlStorage;
  readonly #tell: (count: number) => Promise<void>;
  #toldCount = 0;
  /** How often in a row the telling has failed, and how long it waits for that. */
  #wait = { failures: 0, untilMs: 0 };

  constructor(sql: SqlStorage, tell: (count: number) => Promise<void>) {
    this.#sql = sql;
    this.#tell = tell;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS outbox_set_aside (
        id INTEGER PRIMARY KEY, target TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL)`);
  }

  /** Moves the row of the outbox. One that is not there any more is left alone. */
  take({ id, reason }: RefusedMessage): void {
    const short = reason.slice(0, maxReasonChars);
    const { rowsWritten } = this.#sql.exec(
      "INSERT OR IGNORE INTO outbox_set_aside SELECT id, target, body, ?2, ?3 FROM outbox WHERE id = ?1",
      id,
      short,
      Date.now(),
    );
    this.#sql.exec("DELETE FROM outbox WHERE id = ?", id);
    if (rowsWritten > 0) console.error(JSON.stringify({ event: "outbox_message_set_aside", id, reason: short }));
  }

  /** How many have been set aside so far. */
  count(): number {
    return this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM outbox_set_aside").one().n;
  }

  /** When to tell again; null while there is nothing new. */
  get tellAtMs(): number | null {
    return this.count() === this.#toldCount ? null : this.#wait.untilMs;
  }

  /** Never throws. */
  async tell(): Promise<void> {
    const { tellAtMs } = this;
    if (tellAtMs === null || tellAtMs > Date.now()) return;
    const { failures } = this.#wait;
    this.#toldCount = this.count();
    this.#wait = { failures: 0, untilMs: 0 };
    await this.#tell(this.#toldCount).catch((error: unknown) => {
      this.#toldCount = 0;
      this.#wait = { failures: failures + 1, untilMs: Date.now() + retryInMs(failures) };
      logWarning("outbox_set_aside_not_told", error);
    });
  }
}
