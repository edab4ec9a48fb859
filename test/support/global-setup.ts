// Starts once what all tests share: a database in memory and the demo world, in real time but without pictures.
import type { TestProject } from "vitest/node";
import { startLocalDatabase } from "../../scripts/local-db/start-local-database.ts";
import { startSmallWorld } from "../simulator/small-world.ts";

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [database, simulator] = await Promise.all([
    startLocalDatabase({ migrationsFolder: "migrations" }),
    startSmallWorld({ nowMs: Date.now }),
  ]);
  project.provide("neonProxy", database.proxyAddress);
  project.provide("databaseUrl", database.databaseUrl);
  project.provide("simulatorUrl", simulator.baseUrl);
  project.provide("platformSettings", {
    ...simulator.urls,
    TWITCH_CLIENT_ID: simulator.twitchClient.id,
    TWITCH_CLIENT_SECRET: simulator.twitchClient.secret,
    KICK_CLIENT_ID: simulator.kickClient.id,
    KICK_CLIENT_SECRET: simulator.kickClient.secret,
  });
  return async () => {
    await simulator.close();
    await database.close();
  };
}
