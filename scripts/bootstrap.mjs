// The door of every npm command: `node scripts/bootstrap.mjs <command> [args…]`. Runs on any Node from 20 on, needs nothing
// installed, installs what the lockfile asks for, finds a Node that runs TypeScript and hands over to scripts/<command>.ts or <command>/main.ts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The first Node that runs TypeScript files without a flag. */
const oldestNode = [22, 18];
const top = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(top, "node_modules", ".bin");
const lockFolder = join(top, ".local", "install.lock");

process.chdir(top);
const [command, ...args] = process.argv.slice(2);
// The benchmark brings a script of its own.
const script = [join(top, "scripts", `${command}.ts`), join(top, `${command}`, "main.ts")].find((file) =>
  existsSync(file),
);
if (!command || !/^[a-z-]+$/.test(command) || !script)
  fail("Usage: npm start · npm test · npm run check · npm run bench");

if (!isInstalled()) await install();
handOver(findNode());

/** Compares what npm wrote down after its last complete installation with the lockfile. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
    const present = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8")).packages;
    return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
      if (path === "") return true;
      // Optional packages are for other platforms and may be absent, but not in another version.
      return present[path] ? present[path].version === version : Boolean(optional ?? devOptional);
    });
  } catch {
    return false;
  }
}

async function install() {
  const unlock = await lockInstallation();
  try {
    if (isInstalled()) return;
    if (await npmCi()) return;
    console.log("Installing failed; trying once more from scratch.");
    rmSync("node_modules", { recursive: true, force: true });
    if (await npmCi()) return;
  } finally {
    unlock();
  }
  fail("The packages could not be installed. npm's own message is above; is the package registry reachable?");
}

/** Two commands started at once must not install over each other. */
async function lockInstallation() {
  mkdirSync(dirname(lockFolder), { recursive: true });
  const holder = join(lockFolder, "pid");
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      mkdirSync(lockFolder);
      writeFileSync(holder, String(process.pid));
      return () => rmSync(lockFolder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (tries === 0) console.log("Another command is installing the packages; waiting for it.");
    if (isAbandoned(holder)) rmSync(lockFolder, { recursive: true, force: true });
    else await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return fail(`Gave up waiting for another installation. If none runs, delete ${lockFolder}.`);
}

function isAbandoned(holder) {
  try {
    // The pid is written just after the folder is made.
    if (!existsSync(holder)) return Date.now() - statSync(lockFolder).mtimeMs > 5000;
    process.kill(Number(readFileSync(holder, "utf8")), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH" || error.code === "ENOENT";
  }
}

function npmCi() {
  const startedMs = Date.now();
  const seconds = () => Math.round((Date.now() - startedMs) / 1000);
  console.log("Installing packages (well under a minute on most machines) …");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const child = npm?.endsWith(".js")
    ? spawn(process.execPath, [npm, ...flags], { stdio: "inherit" })
    : spawn("npm", flags, { stdio: "inherit", shell: process.platform === "win32" });
  const progress = setInterval(() => console.log(`  still installing, ${seconds()} s`), 10_000);
  return new Promise((resolve) => {
    const done = (installed) => {
      clearInterval(progress);
      if (installed) console.log(`Packages installed in ${seconds()} s.`);
      resolve(installed);
    };
    child.once("error", () => done(false));
    child.once("exit", (code) => done(code === 0));
  });
}

function findNode() {
  const pinned = join(bin, "node");
  for (const node of [pinned, process.execPath]) {
    const { status, stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
    if (status === 0 && isNewEnough(stdout)) return node;
  }
  return fail(
    `Node ${oldestNode.join(".")} or newer is needed; this is ${process.version}. On Linux (x64) npm installs one by itself ` +
      "unless optional packages are switched off (`npm config get omit`); elsewhere take one from https://nodejs.org.",
  );
}

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function handOver(node) {
  const separator = process.platform === "win32" ? ";" : ":";
  const env = { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ""}` };
  const run = [node, "--disable-warning=ExperimentalWarning", script, ...args];
  const child =
    process.platform === "win32" ? spawn(run[0], run.slice(1), { stdio: "inherit", env }) : underWatch(run, env);
  const orphaned = onceOrphaned(() => child.kill("SIGTERM"));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      clearInterval(orphaned);
      child.kill(signal);
    });
  }
  child.once("error", (error) => fail(error.message));
  child.once("exit", (code, signal) =>
    endWatch(child, () => {
      for (const name of signals) process.removeAllListeners(name);
      if (signal) process.kill(process.pid, signal);
      else process.exit(code ?? 1);
    }),
  );
}

/**
 * Runs a program that is told to stop once this process is gone, also when it was killed: a shell that is there before the
 * program waits for the end of its pipe. A line in the pipe ends the watch.
 */
function underWatch(run, env) {
  const watch = '(read -r _ <&3 || kill -s TERM $$) >/dev/null 2>&1 & exec "$0" "$@" 3<&-';
  const child = spawn("/bin/sh", ["-c", watch, ...run], { stdio: ["inherit", "inherit", "inherit", "pipe"], env });
  child.stdio[3].on("error", () => undefined);
  return child;
}

function endWatch(child, then) {
  const pipe = child.stdio?.[3];
  if (pipe && !pipe.destroyed) pipe.end("over\n", then);
  else then();
}

/** npm starts scripts through a shell that may end at a signal without passing it on; what it started would run for ever. */
function onceOrphaned(stop) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  return timer.unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
