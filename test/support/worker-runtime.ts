// A process that runs the bundled Worker under workerd as `wrangler dev` does, without wrangler's own start. It begins when
// it is told where, by one line of JSON (`RuntimeOptions`) on its input, and answers `ready` by a line on its output.
import { createInterface } from "node:readline";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import type { RuntimeOptions } from "./killable-worker.ts";

for await (const line of createInterface(process.stdin)) {
  const { port, settings, persistTo, bundle } = JSON.parse(line) as RuntimeOptions;
  const {
    rootPath: _,
    modulesRules: __,
    ...worker
  } = unstable_getMiniflareWorkerOptions("wrangler.toml").workerOptions;
  const options = convertV4MiniflareOptions({
    host: "127.0.0.1",
    port,
    workers: [
      {
        ...worker,
        name: "hypecut",
        bindings: { ...(worker.bindings as object), ...settings },
        modulesRoot: bundle,
        modules: [{ type: "ESModule", path: `${bundle}/index.js` }],
      },
    ],
  });
  await new Miniflare({ ...options, resourcePersistencePath: persistTo }).ready;
  console.log("ready");
}
