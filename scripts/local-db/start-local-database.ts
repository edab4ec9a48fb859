// The database of a developer's machine and of the tests: an embedded Postgres behind Neon's protocol, with all migrations.
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { emptyCluster } from "./empty-cluster.ts";
import { startNeonProxy } from "./neon-proxy.ts";
import { startPgliteServer } from "./pglite-server.ts";

export interface LocalDatabaseOptions {
  /** Where the data is kept; without it they live in memory and end with the process. */
  readonly dataDir?: string;
  readonly migrationsFolder: string;
  /** Of the Neon endpoint; any free one when left out. */
  readonly port?: number;
}

export interface LocalDatabase {
  /** `host:port` for `NEON_PROXY`. */
  readonly proxyAddress: string;
  /** For `DATABASE_URL`. Its host is never looked up: the driver asks the proxy. */
  readonly databaseUrl: string;
  /** For psql and the like: an ordinary Postgres address of the same database. */
  readonly postgresUrl: string;
  close(): Promise<void>;
}

export async function startLocalDatabase(options: LocalDatabaseOptions): Promise<LocalDatabase> {
  const db = await open(options.dataDir);
  await migrate(drizzle({ client: db }), { migrationsFolder: options.migrationsFolder });
  const server = await startPgliteServer(db);
  const proxy = await startNeonProxy({ upstreamPort: server.port, port: options.port ?? 0 });
  return {
    proxyAddress: `127.0.0.1:${proxy.port}`,
    databaseUrl: "postgres://postgres:postgres@local.invalid/postgres",
    postgresUrl: `postgres://postgres:postgres@127.0.0.1:${server.port}/postgres`,
    close: async () => {
      await proxy.close();
      await server.close();
      await db.close();
    },
  };
}

async function open(dataDir: string | undefined): Promise<PGlite> {
  if (dataDir === undefined) return PGlite.create({ loadDataDir: await emptyCluster() });
  if (!existsSync(dataDir)) {
    // Renamed into place whole: a cluster whose making was interrupted never opens again.
    const unfinished = `${dataDir}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(dirname(dataDir), { recursive: true });
    const made = await PGlite.create({ dataDir: unfinished, loadDataDir: await emptyCluster() });
    await made.close();
    await rename(unfinished, dataDir);
  }
  return PGlite.create({ dataDir });
}
