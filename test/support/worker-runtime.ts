// A process that runs the bundled Worker under workerd as `wrangler dev` does, without wrangler's own start. It begins one
// each time it is told how, by one line of JSON (`RuntimeOptions`) on its input, and answers with a line `ready <pid>`,
// the id of workerd's process. Whoever asks for another has killed the last.
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { createInterface } from "node:readline";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { RuntimeOptions } from "./killable-worker.ts";

interface Running {
  miniflare?: Miniflare;
  workerd?: ChildProcess;
  ended?: Promise<void>;
}

const running: Running = {};
// Miniflare does not tell which process it has started; Node does.
subscribe("child_process", (message) => {
  const { process: workerd } = message as { process: ChildProcess };
  running.workerd = workerd;
  running.ended = new Promise((resolve) => {
    // Left alone, Miniflare would start another at once.
    workerd.once("exit", () => resolve(running.miniflare?.dispose()));
  });
});

for await (const line of createInterface(process.stdin)) {
  const { port, worker, settings, persistTo, bundle } = JSON.parse(line) as RuntimeOptions;
  // Its port is free once it has ended.
  await running.ended;
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
  running.miniflare = new Miniflare({ ...options, resourcePersistencePath: persistTo });
  await running.miniflare.ready;
  console.log(`ready ${running.workerd?.pid}`);
}
