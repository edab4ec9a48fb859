// A few named JSON values in an object's SQLite storage.
export class KeyValue {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS kv (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  get<T>(name: string, fallback: T): T {
    const row = this.#sql.exec<{ value: string }>("SELECT value FROM kv WHERE name = ?", name).toArray()[0];
    return row ? (JSON.parse(row.value) as T) : fallback;
  }

  set(name: string, value: unknown): void {
    this.#sql.exec(
      "INSERT INTO kv (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      JSON.stringify(value),
    );
  }
}
