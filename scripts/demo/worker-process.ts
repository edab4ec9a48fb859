// Runs the Worker under `wrangler dev` as a group of processes that starts and ends as one.
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startGroup } from "../process-group.ts";

const readyWithinMs = 90_000;
const probeTimeoutMs = 2_000;
const stopWithinMs = 6_000;
const keptLines = 30;

export interface WorkerProcessOptions {
  readonly port: number;
  readonly inspectorPort: number;
  /** File of settings that replace those of wrangler.toml. */
  readonly envFile: string;
  readonly persistTo: string;
  readonly logFile: string;
}

export interface WorkerProcess {
  /** Of the group's first process; null where it could not be started. */
  readonly pid: number | null;
  /** Resolves when `/healthz` answers; throws when that takes too long or the process ends. */
  ready(): Promise<void>;
  /** Resolves when the process has ended by itself or by {@link WorkerProcess.stop}. */
  readonly ended: Promise<void>;
  lastLines(): string;
  stop(): Promise<void>;
  /** At once and without asking. */
  kill(): void;
}

export function startWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const args = [
    "dev",
    "--ip",
    "127.0.0.1",
    "--port",
    `${options.port}`,
    "--inspector-port",
    `${options.inspectorPort}`,
  ];
  args.push("--env-file", options.envFile, "--persist-to", options.persistTo, "--show-interactive-dev-session=false");
  const env = {
    ...process.env,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    NO_COLOR: "1",
  };
  const group = startGroup("wrangler", args, { stdio: ["ignore", "pipe", "pipe"], env });
  const { child, signal } = group;
  const log = createWriteStream(options.logFile);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log.write(text);
      lines.push(...text.split("\n").filter((line) => line.trim() !== ""));
      lines.splice(0, Math.max(0, lines.length - keptLines));
    });
  }
  let running = true;
  child.once("error", (error) => lines.push(error.message));
  const ended = group.ended.then(() => {
    running = false;
    log.end();
  });
  return {
    pid: child.pid ?? null,
    ended,
    lastLines: () => lines.join("\n"),
    kill: () => signal("SIGKILL"),
    async ready() {
      for (const giveUpAtMs = Date.now() + readyWithinMs; Date.now() < giveUpAtMs && running; await sleep(150)) {
        if (await answers(`http://127.0.0.1:${options.port}/healthz`)) return;
      }
      throw new Error(
        running ? `The Worker does not answer within ${readyWithinMs / 1000} s.` : "The Worker ended while starting.",
      );
    },
    async stop() {
      signal("SIGINT");
      await Promise.race([ended, sleep(stopWithinMs, undefined, { ref: false })]);
      // What is left of the group, if anything, has had its time.
      signal("SIGKILL");
      await ended;
    },
  };
}

/** While its build has an error, wrangler leaves requests hanging instead of refusing them. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs) })).ok;
  } catch {
    return false;
  }
}
