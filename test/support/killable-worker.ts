// The Worker under workerd, whose process is killed and started again. What starts it stays, so that a start takes what
// workerd takes.
import { fileURLToPath } from "node:url";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { startGroup } from "../../scripts/process-group.ts";

export interface KillableWorkerOptions {
  readonly port: number;
  /** Replace those of `wrangler.toml`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the Durable Objects and the bucket keep what is theirs. */
  readonly persistTo: string;
  /** The folder `wrangler deploy --outdir` has written. */
  readonly bundle: string;
}

export interface RuntimeOptions extends KillableWorkerOptions {
  /** As `wrangler.toml` has it, in Miniflare's terms. */
  readonly worker: ReturnType<typeof deployedWorker>;
}

export interface KillableWorker {
  /** Resolves when the Worker takes requests. One that runs is left alone. */
  start(): Promise<void>;
  /** At once and without asking. */
  kill(): void;
  close(): Promise<void>;
}

/** Of what a Worker says, for the message when it cannot start. */
const keptCharacters = 4_000;
const script = fileURLToPath(new URL("worker-runtime.ts", import.meta.url));

export function createKillableWorker(options: KillableWorkerOptions): KillableWorker {
  const how: RuntimeOptions = { ...options, worker: deployedWorker() };
  const { child, ended, signal } = startGroup(process.execPath, ["--disable-warning=ExperimentalWarning", script]);
  let said = "";
  let heard: ((text: string) => void) | null = null;
  // Read on to the end: a Worker whose words nobody takes stands still.
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-keptCharacters);
      if (stream === child.stdout) heard?.(text);
    });
  }
  let running: number | null = null;
  return {
    async start() {
      if (running !== null) return;
      running = await new Promise<number>((resolve, reject) => {
        let answer = "";
        heard = (text) => {
          const pid = /^ready (\d+)\n/m.exec((answer += text))?.[1];
          if (pid !== undefined) resolve(Number(pid));
        };
        void ended.then(() => reject(new Error(`What runs the Worker has ended:\n${said}`)));
        child.stdin?.write(`${JSON.stringify(how)}\n`);
      });
    },
    kill() {
      if (running === null) return;
      process.kill(running, "SIGKILL");
      running = null;
    },
    async close() {
      signal("SIGKILL");
      await ended;
    },
  };
}

function deployedWorker() {
  const {
    rootPath: _,
    modulesRules: __,
    ...worker
  } = unstable_getMiniflareWorkerOptions("wrangler.toml").workerOptions;
  return worker;
}
