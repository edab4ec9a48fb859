// The product as processes that a test may kill at any point and start again on the same data: the Worker under workerd,
// the database and the demo world, with a gate in front of the platforms.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { freePort } from "../../scripts/demo/free-port.ts";
import { localSecrets } from "../../scripts/demo/local-secrets.ts";
import { startLocalDatabase } from "../../scripts/local-db/start-local-database.ts";
import { startSimulator, type Simulator } from "../simulator/simulator.ts";
import { createKillableWorker } from "./killable-worker.ts";
import { openRequestGate, type RequestGate } from "./request-gate.ts";

export interface KillableProduct {
  readonly origin: string;
  readonly simulator: Simulator;
  readonly gate: RequestGate;
  /** Where the Durable Objects keep their storage. */
  readonly storage: string;
  /** At once and without asking, as a machine that loses its power. */
  kill(): void;
  /** Resolves when the Worker answers. A Worker that runs is left alone. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface KillableOptions {
  /** Settings that replace those of a deployment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Which requests the gate counts, by method and path. */
  readonly counts: (name: string) => boolean;
  /** Pauses before the second and later tries of a webhook's delivery. */
  readonly webhookRetryDelaysMs?: readonly number[];
}

export async function startKillableProduct(options: KillableOptions): Promise<KillableProduct> {
  const { settings = {}, counts, webhookRetryDelaysMs } = options;
  const data = await mkdtemp(join(tmpdir(), "hypecut-"));
  const mediaDirectory = fileURLToPath(new URL("../media/sample", import.meta.url));
  const port = await freePort(21_000 + Math.floor(Math.random() * 10_000), "the page");
  const origin = `http://localhost:${port}`;
  const [database, simulator] = await Promise.all([
    startLocalDatabase({ migrationsFolder: "migrations" }),
    startSimulator({
      port: 0,
      mediaDirectory,
      streamAgeMs: 20 * 60_000,
      kickWebhookUrl: `${origin}/webhooks/kick`,
      ...(webhookRetryDelaysMs && { webhookRetryDelaysMs }),
    }),
  ]);
  const gate = await openRequestGate(simulator.baseUrl, counts);
  const behindGate = Object.fromEntries(
    Object.entries(simulator.urls).map(([name, url]) => [name, url.replace(simulator.baseUrl, gate.url)]),
  );
  const all = {
    OWNER: "twitch:hypecut_demo",
    DATABASE_URL: database.databaseUrl,
    NEON_PROXY: database.proxyAddress,
    TWITCH_CLIENT_ID: simulator.twitchClient.id,
    TWITCH_CLIENT_SECRET: simulator.twitchClient.secret,
    KICK_CLIENT_ID: simulator.kickClient.id,
    KICK_CLIENT_SECRET: simulator.kickClient.secret,
    PUBLIC_URL: origin,
    ...(await localSecrets(join(data, "secrets.json"))),
    ...behindGate,
    // Chat comes over a socket, which the gate does not carry.
    TWITCH_IRC_URL: simulator.urls.TWITCH_IRC_URL,
    ...settings,
  };
  const persistTo = join(data, "storage");
  const worker = createKillableWorker({ port, settings: all, persistTo, bundle: inject("workerBundle") });
  return {
    ...{ origin, simulator, gate, storage: persistTo },
    kill: worker.kill,
    start: worker.start,
    async close() {
      await worker.close();
      await Promise.all([gate.close(), simulator.close(), database.close()]);
      await rm(data, { recursive: true, force: true });
    },
  };
}
