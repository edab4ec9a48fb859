// Runs one request of Neon's HTTP interface (`POST /sql`) on an ordinary Postgres server.
import pg, { type Client } from "pg";
import { z } from "zod";

const querySchema = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
const requestSchema = z.union([z.object({ queries: z.array(querySchema).max(10_000) }), querySchema]);
type Query = z.infer<typeof querySchema>;

export interface NeonRequest {
  readonly body: unknown;
  readonly connectionString: string;
  /** `neon-batch-isolation-level`, as the driver names it: `Serializable` and so on. */
  readonly isolation: string | undefined;
  readonly readOnly: boolean;
  readonly deferrable: boolean;
}

export interface NeonAnswer {
  readonly status: 200 | 400;
  readonly body: unknown;
}

const isolationLevels: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

/** The driver reads these from a refused query; anything else stays here. */
const errorFields = [
  "message",
  "severity",
  "code",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const;

/** The driver parses values by type itself, so they leave as Postgres wrote them. */
const asText = { getTypeParser: () => (value: string) => value };

export async function neonQuery(request: NeonRequest, upstream: { host: string; port: number }): Promise<NeonAnswer> {
  const url = new URL(request.connectionString);
  const client = new pg.Client({
    ...upstream,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    ssl: false,
  });
  // A connection that breaks also fails the query that is waiting; the event is not news.
  client.on("error", () => undefined);
  try {
    const body = requestSchema.parse(request.body);
    await client.connect();
    return {
      status: 200,
      body: "queries" in body ? await runBatch(client, body.queries, request) : await runOne(client, body),
    };
  } catch (error) {
    return { status: 400, body: describe(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function runBatch(client: Client, queries: readonly Query[], request: NeonRequest): Promise<unknown> {
  const level = isolationLevels[request.isolation ?? ""];
  const modes = [
    level && `ISOLATION LEVEL ${level}`,
    request.readOnly && "READ ONLY",
    request.deferrable && "DEFERRABLE",
  ];
  await client.query(`BEGIN ${modes.filter(Boolean).join(" ")}`);
  try {
    const results: unknown[] = [];
    for (const query of queries) results.push(await runOne(client, query));
    await client.query("COMMIT");
    return { results };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function runOne(client: Client, { query, params }: Query): Promise<unknown> {
  const { command, rowCount, rows, fields } = await client.query({
    text: query,
    values: params,
    rowMode: "array",
    types: asText,
  });
  return { command, rowCount, rowAsArray: true, rows, fields };
}

function describe(error: unknown): Record<string, unknown> {
  const found = error as Record<string, unknown>;
  return Object.fromEntries(errorFields.flatMap((name) => (found[name] === undefined ? [] : [[name, found[name]]])));
}
