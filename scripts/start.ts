// `npm start`: the whole product on this machine, with the demo world in place of the platforms. Prints one address.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildPages } from "./build-pages.ts";
import { startDemoWorldProcess } from "./demo/demo-world-process.ts";
import { freePort } from "./demo/free-port.ts";
import { localSecrets } from "./demo/local-secrets.ts";
import { onlyOnce } from "./demo/only-once.ts";
import { seedDemo } from "./demo/seed-demo.ts";
import { stopOnSignal } from "./demo/stop-on-signal.ts";
import { startWorkerProcess, type WorkerProcess } from "./demo/worker-process.ts";
import { startLocalDatabase } from "./local-db/start-local-database.ts";

const cron = "*/5 * * * *";
const cronMs = 5 * 60_000;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "8787" },
    "simulator-port": { type: "string", default: "4400" },
    /** Where the database and the Worker's storage are kept. */
    data: { type: "string", default: ".local" },
    /** The sample stream of the demo world: a folder with `sample.json` and segments. */
    media: { type: "string", default: fileURLToPath(new URL("../test/media/sample", import.meta.url)) },
  },
});

const logFile = `${values.data}/worker.log`;
const startedMs = performance.now();
const say = (line: string) =>
  console.log(`[${((performance.now() - startedMs) / 1000).toFixed(1).padStart(4)} s] ${line}`);
/** What has been started, newest last; stopped in the opposite order. */
const started: { name: string; stop: () => Promise<void> }[] = [];
const running: { worker?: WorkerProcess } = {};
let stopping = false;

stopOnSignal(
  () => void stop(0),
  () => {
    running.worker?.kill();
    process.exit(130);
  },
);

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    if (running.worker) console.error(lastWords(running.worker));
    await stop(1);
  }
}

async function start(): Promise<void> {
  await mkdir(values.data, { recursive: true });
  const place = await onlyOnce(`${values.data}/running`);
  if ("heldBy" in place) throw new Error(`Hypecut already runs from this folder, at ${place.heldBy}. Stop it first.`);
  started.push({ name: "the lock", stop: place.release });
  const port = await freePort(Number(values.port), "the page");
  const origin = `http://localhost:${port}`;

  const [pages, database, world] = await Promise.all([
    buildPages(),
    startLocalDatabase({ dataDir: `${values.data}/pg`, migrationsFolder: "migrations" }).then((opened) => {
      started.push({ name: "the database", stop: opened.close });
      say("Database ready, migrations applied.");
      return opened;
    }),
    startDemoWorld(port),
  ]);
  if (!pages.ok) throw new Error(`The pages could not be built.\n${pages.output}`);
  say(pages.rebuilt ? "Pages built." : "Pages unchanged since the last build.");

  const owner = world.twitchUsers[0] ?? "";
  const settings = {
    OWNER: `twitch:${owner}`,
    DATABASE_URL: database.databaseUrl,
    NEON_PROXY: database.proxyAddress,
    TWITCH_CLIENT_ID: world.twitchClient.id,
    TWITCH_CLIENT_SECRET: world.twitchClient.secret,
    KICK_CLIENT_ID: world.kickClient.id,
    KICK_CLIENT_SECRET: world.kickClient.secret,
    PUBLIC_URL: origin,
    ...(await localSecrets(`${values.data}/secrets.json`)),
    ...world.urls,
  };
  const envFile = `${values.data}/settings.env`;
  await writeFile(
    envFile,
    Object.entries(settings)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(""),
    { mode: 0o600 },
  );

  const worker = startWorkerProcess({
    port,
    inspectorPort: await freePort(9300, "the Worker's debugger"),
    envFile,
    persistTo: `${values.data}/wrangler`,
    logFile,
  });
  running.worker = worker;
  started.push({ name: "the Worker", stop: worker.stop });
  await place.announce(origin, worker.pid);
  void worker.ended.then(() => workerEnded(worker));
  await worker.ready();
  say("Worker ready.");

  const channels = world.liveChannels;
  await seedDemo(origin, owner, channels);
  say(`Demo channels added: ${channels.map(({ platform, login }) => `${login} (${platform})`).join(", ")}.`);
  keepTicking(port);
  console.log(`\n  ${origin}\n`);
  console.log(
    `Open it and sign in with Twitch as ${owner} (it is the demo world's Twitch; no password). Ctrl+C stops everything.`,
  );
}

async function startDemoWorld(port: number) {
  const world = await startDemoWorldProcess({
    port: await freePort(Number(values["simulator-port"]), "the demo world"),
    media: values.media,
    kickWebhookUrl: `http://localhost:${port}/webhooks/kick`,
  });
  started.push({ name: "the demo world", stop: world.stop });
  say("Demo world ready.");
  return world;
}

/** Locally nothing else fires cron triggers. */
function keepTicking(port: number): void {
  const url = `http://127.0.0.1:${port}/cdn-cgi/local/scheduled?${new URLSearchParams({ cron })}`;
  const tick = () =>
    void fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((error: unknown) =>
      console.error(`The cron tick failed: ${String(error)}`),
    );
  tick();
  setInterval(tick, cronMs).unref();
}

function workerEnded(worker: WorkerProcess): void {
  if (stopping) return;
  console.error(`The Worker has ended by itself. ${lastWords(worker)}`);
  void stop(1);
}

function lastWords(worker: WorkerProcess): string {
  return `The Worker's last lines (all of them are in ${logFile}):\n${worker.lastLines()}`;
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log("\nStopping …");
  for (const { name, stop: stopOne } of started.toReversed()) {
    await stopOne().catch((error: unknown) => console.error(`While stopping ${name}: ${String(error)}`));
  }
  console.log("Stopped.");
  process.exit(code);
}
