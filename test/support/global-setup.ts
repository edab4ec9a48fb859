// Starts once what tests share: for those in the Workers runtime a database in memory and the demo world, in real time but
// without pictures; for those that drive the product, the door where they ask for it; for those that kill it, the
// bundled Worker.
import type { TestProject } from "vitest/node";
import { startLocalDatabase } from "../../scripts/local-db/start-local-database.ts";
import { startSmallWorld } from "../simulator/small-world.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { startStreamHost } from "./stream-host.ts";
import { openProductDoor } from "./product-door.ts";

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const runs = (name: string) => project.vitest.projects.some((one) => one.name === name);
  const ends = await Promise.all([
    ...(runs("workers") ? [shareSmallWorld(project)] : []),
    ...(runs("browser") || runs("live") ? [shareProduct(project)] : []),
    ...(runs("processes") ? [shareBundle(project)] : []),
  ]);
  return async () => {
    for (const end of ends) await end();
  };
}

async function shareSmallWorld(project: TestProject): Promise<() => Promise<void>> {
  const [database, simulator, streams] = await Promise.all([
    startLocalDatabase({ migrationsFolder: "migrations" }),
    startSmallWorld({ nowMs: Date.now }),
    startStreamHost(),
  ]);
  project.provide("neonProxy", database.proxyAddress);
  project.provide("databaseUrl", database.databaseUrl);
  project.provide("simulatorUrl", simulator.baseUrl);
  project.provide("streamHostUrl", streams.url);
  project.provide("platformSettings", {
    ...simulator.urls,
    TWITCH_CLIENT_ID: simulator.twitchClient.id,
    TWITCH_CLIENT_SECRET: simulator.twitchClient.secret,
    KICK_CLIENT_ID: simulator.kickClient.id,
    KICK_CLIENT_SECRET: simulator.kickClient.secret,
  });
  return async () => {
    await streams.close();
    await simulator.close();
    await database.close();
  };
}

async function shareProduct(project: TestProject): Promise<() => Promise<void>> {
  const door = await openProductDoor();
  project.provide("productDoor", door.url);
  return door.close;
}

async function shareBundle(project: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await bundleWorker();
  project.provide("workerBundle", folder);
  return remove;
}
