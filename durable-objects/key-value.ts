// A few named JSON values in an object's SQLite storage. A value is parsed when its text has changed since it was last
// read: some are asked for at every heartbeat.
import { z } from "zod";
import { parseJson } from "#core/text/parse-json.ts";
import { logWarning } from "./log-warning.ts";

export class KeyValue {
  readonly #sql: SqlStorage;
  /** By name: the text as last read, and what it says. A rolled back transaction leaves another text, so this cannot lie. */
  readonly #read = new Map<string, { text: string; value: unknown }>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS kv (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  /** `fallback` where there is none. A value that is not of the schema is said once, and is `unreadable`. */
  get<T>(name: string, schema: z.ZodType<T>, fallback: T, unreadable = fallback): T {
    return this.#value(name, schema, fallback, (error) => {
      logWarning("stored_value_unreadable", `${name}: ${z.prettifyError(error).slice(0, 500)}`);
      return unreadable;
    });
  }

  /** Throws for a value that is not of the schema: for what must not be written over by one who did not see it. */
  getOrThrow<T>(name: string, schema: z.ZodType<T>, fallback: T): T {
    return this.#value(name, schema, fallback, (error) => {
      throw error;
    });
  }

  set(name: string, value: unknown): void {
    this.#sql.exec(
      "INSERT INTO kv (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      JSON.stringify(value),
    );
  }

  /** A name is always asked for with the same schema. */
  #value<T>(name: string, schema: z.ZodType<T>, fallback: T, otherwise: (error: z.ZodError) => T): T {
    const row = this.#sql.exec<{ value: string }>("SELECT value FROM kv WHERE name = ?", name).toArray()[0];
    if (!row) return fallback;
    const last = this.#read.get(name);
    if (last?.text === row.value) return last.value as T;
    const parsed = schema.safeParse(parseJson(row.value));
    const value = parsed.success ? parsed.data : otherwise(parsed.error);
    this.#read.set(name, { text: row.value, value });
    return value;
  }
}
