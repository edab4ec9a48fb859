// `npm test [filter…]`: checks the sources, then runs every test, and ends with one plain line of counts.
// With a filter only the tests whose path contains it run, and the sources are not checked.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildPages } from "./build-pages.ts";
import { checkSources } from "./check-sources.ts";
import { findBrowser } from "./find-browser.ts";
import { generateTypes } from "./generate-types.ts";
import { type CommandResult, runCommand } from "./run-command.ts";
import { journalFile } from "./test-journal.ts";
import { type Counts, type FailedTest, readReport, timesFile } from "./test-report.ts";

/** Each test has a limit of its own; this one is for a runner that hangs. */
const timeoutMs = 60 * 60_000;
/**
 * The projects of vitest.config.ts, in the order of their turns. What runs in the Workers runtime is at work on one core
 * at most, and what waits for killed processes or for a broadcast on less; the rest of what a browser shows has the machine to itself.
 */
const turns = [["node"], ["workers", "processes", "live"], ["browser"]];
const browserProjects = new Set(["live", "browser"]);
/** Of a reason; the whole of it is in the runner's own output. */
const reasonLines = 8;

const startedMs = Date.now();
const filters = process.argv.slice(2);
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: FailedTest[] = [];
const wallSeconds: Record<string, number> = {};

if (filters.length === 0) await timed("sources", async () => count("the sources", await checkSources()));
else await generateTypes();

const pages = await timed("pages", buildPages);
if (!pages.ok) {
  console.error(`The pages could not be built.\n${pages.output}`);
  count("the build of the pages", false);
} else {
  if (filters.length === 0) await timed("deployment", async () => count("the deployment's dry run", await canDeploy()));
  await runTests();
}

wallSeconds["all"] = (Date.now() - startedMs) / 1000;
if (filters.length === 0) await writeFile(timesFile, JSON.stringify(wallSeconds));
for (const { name, reason } of failures) console.log(`FAIL ${name}\n${shortened(reason)}`);
const times = Object.entries(wallSeconds).map(([name, seconds]) => `${name} ${seconds.toFixed(0)} s`);
console.log(`Took ${times.join(", ")}.`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);

/** Bundles the Worker with its pages and bindings as a deployment does, without deploying it. */
async function canDeploy(): Promise<boolean> {
  const { ok, output, seconds } = await runCommand("wrangler", ["deploy", "--dry-run", "--outdir", "dist/worker"]);
  console.log(ok ? `ok   dry run of the deployment (${seconds.toFixed(1)} s)` : output);
  return ok;
}

async function runTests(): Promise<void> {
  const browser = await findBrowser();
  if (browser === null) count("finding a browser", false);
  await mkdir("test-results", { recursive: true });
  await rm(journalFile, { force: true });
  const runs: CommandResult[] = [];
  for (const projects of turns) {
    const wanted = projects.filter((name) => !browserProjects.has(name) || browser !== null);
    runs.push(...(await Promise.all(wanted.map((name) => runProject(name, browser)))));
    if (runs.some(({ isStopped }) => isStopped)) break;
  }
  const report = readReport(await readFile(journalFile, "utf8").catch(() => ""));
  counts.passed += report.counts.passed;
  counts.skipped += report.counts.skipped;
  counts.failed += report.counts.failed;
  failures.push(...report.failures);
  Object.assign(wallSeconds, report.wallSeconds);
  const bad = runs.filter(({ ok }) => !ok);
  if (bad.length > 0 && (report.unfinishedFiles > 0 || report.failures.length === 0)) {
    const reasons = bad.map(({ reason }) => reason).join(", ");
    count("the run of the tests", false, `${reasons}; ${report.unfinishedFiles} files did not run to their end.`);
  }
}

function runProject(name: string, browser: string | null): Promise<CommandResult> {
  const journal = fileURLToPath(new URL("test-journal.ts", import.meta.url));
  const reporters = ["--reporter=default", `--reporter=${journal}`];
  return runCommand("vitest", ["run", "--project", name, "--passWithNoTests", ...reporters, ...filters], {
    ...{ visible: true, timeoutMs },
    env: browser === null ? {} : { CHROMIUM_PATH: browser },
  });
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const fromMs = Date.now();
  const result = await work();
  wallSeconds[name] = (Date.now() - fromMs) / 1000;
  return result;
}

/** The check of the sources, the build and the browser each count like one test. */
function count(name: string, ok: boolean, reason = "Its own words are above."): void {
  if (ok) counts.passed += 1;
  else {
    counts.failed += 1;
    failures.push({ name, reason });
  }
}

function shortened(reason: string): string {
  const lines = reason.split("\n").slice(0, reasonLines);
  return lines.map((line) => `     ${line}`).join("\n");
}
