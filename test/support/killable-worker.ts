// The Worker as a group of processes that is killed and started again. The process of the next start is already there and
// waits to be told, so that a start takes what workerd takes.
import { fileURLToPath } from "node:url";
import { type ProcessGroup, startGroup } from "../../scripts/process-group.ts";

export interface RuntimeOptions {
  readonly port: number;
  /** Replace those of `wrangler.toml`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the Durable Objects and the bucket keep what is theirs. */
  readonly persistTo: string;
  /** The folder `wrangler deploy --outdir` has written. */
  readonly bundle: string;
}

export interface KillableWorker {
  /** Resolves when the Worker takes requests. One that runs is left alone. */
  start(): Promise<void>;
  /** At once and without asking. */
  kill(): void;
  close(): Promise<void>;
}

interface Runtime {
  readonly group: ProcessGroup;
  isKilled: boolean;
}

/** Of what a Worker says, for the message when it cannot start. */
const keptCharacters = 4_000;
const script = fileURLToPath(new URL("worker-runtime.ts", import.meta.url));

export function createKillableWorker(options: RuntimeOptions): KillableWorker {
  let next = waiting();
  let running: Runtime | null = null;
  return {
    async start() {
      if (running !== null && !running.isKilled) return;
      // Its port is free once it has ended.
      await running?.group.ended;
      const runtime = next;
      await begin(runtime, options);
      running = runtime;
      next = waiting();
    },
    kill() {
      if (running === null) return;
      running.isKilled = true;
      running.group.signal("SIGKILL");
    },
    async close() {
      for (const one of [next, running]) {
        one?.group.signal("SIGKILL");
        await one?.group.ended;
      }
    },
  };
}

function waiting(): Runtime {
  const group = startGroup(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
    stdio: "pipe",
  });
  return { group, isKilled: false };
}

async function begin({ group }: Runtime, options: RuntimeOptions): Promise<void> {
  const { stdin, stdout, stderr } = group.child;
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    // Read on to the end: a Worker whose words nobody takes stands still.
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-keptCharacters);
        if (stream === stdout && text.includes("ready\n")) resolve();
      });
    }
    void group.ended.then(() => reject(new Error(`The Worker has ended while starting:\n${said}`)));
  });
  stdin?.write(`${JSON.stringify(options)}\n`);
  await ready;
}
