// The tests' environments, by file name: `*.test.ts` in Node, `*.workers.test.ts` in the Workers runtime with the
// deployment's own bindings, `*.browser.test.ts` in Node driving a real Chromium, `*.process.test.ts` in Node with the
// product as processes that are killed. Those of `test/e2e/` that drive a browser follow a broadcast, and mostly wait.
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const workersTests = "test/**/*.workers.test.{ts,tsx}";
const browserTests = "test/**/*.browser.test.{ts,tsx}";
const liveTests = "test/e2e/*.browser.test.ts";
const processTests = "test/**/*.process.test.ts";

/** A test that hangs ends here. Far from what one takes: a machine may be slow, or have something else to do. */
const limits = {
  quick: { testTimeout: 60_000, hookTimeout: 120_000 },
  long: { testTimeout: 600_000, hookTimeout: 300_000 },
};

export default defineConfig({
  test: {
    // At the root, because inside the workers project it would be resolved for the Workers runtime.
    globalSetup: ["test/support/global-setup.ts"],
    projects: [
      {
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "node",
          sequence: { groupOrder: 0 },
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [workersTests, browserTests, processTests],
          pool: "threads",
          maxWorkers: 2,
          // Rules keep nothing between two calls, so their files share two threads and what these have loaded.
          isolate: false,
          ...limits.quick,
        },
      },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
        plugins: [
          cloudflareTest(({ inject }) => ({
            main: "./functions/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                OWNER: "twitch:hypecut_demo",
                NEON_PROXY: inject("neonProxy"),
                DATABASE_URL: inject("databaseUrl"),
                TOKEN_KEY: "dGhlIGtleSBvZiB0aGUgdGVzdHMgaXMgMzIgYnl0ZXM=",
                EVENTSUB_SECRET: "secret-of-the-tests",
                PUBLIC_URL: "http://localhost",
                ...inject("platformSettings"),
              },
            },
          })),
        ],
        test: {
          name: "workers",
          sequence: { groupOrder: 1 },
          // The first request starts the Worker.
          ...limits.quick,
          include: [workersTests],
          setupFiles: ["test/support/end-objects.ts"],
          // One Worker for all files: starting it takes longer than most of them. The objects of a file end with it; what a
          // Worker keeps in its own memory outlives a request on the network too.
          isolate: false,
          // They share one demo world, and what one file orders for all of a platform must not meet another.
          maxWorkers: 1,
          // Bundles the large libraries once instead of once a file.
          deps: {
            optimizer: {
              ssr: {
                enabled: true,
                include: [
                  "zod",
                  "hono",
                  "drizzle-orm",
                  "drizzle-orm/neon-http",
                  "drizzle-orm/pg-core",
                  "@neondatabase/serverless",
                ],
              },
            },
          },
        },
      },
      {
        test: {
          name: "browser",
          // By itself and last: what happens in real time should not share two cores with everything else.
          sequence: { groupOrder: 2 },
          include: [browserTests],
          exclude: [liveTests],
          // One Chromium at a time: two of them decoding video on two cores make both miss their deadlines.
          fileParallelism: false,
          maxWorkers: 1,
          ...limits.long,
        },
      },
      {
        test: {
          name: "live",
          sequence: { groupOrder: 4 },
          include: [liveTests],
          fileParallelism: false,
          maxWorkers: 1,
          ...limits.long,
        },
      },
      {
        test: {
          name: "processes",
          sequence: { groupOrder: 3 },
          include: [processTests],
          // Each has a product of its own, which mostly waits.
          maxWorkers: 3,
          ...limits.long,
        },
      },
    ],
  },
});
