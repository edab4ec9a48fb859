// `npm test [filter…]`: checks the sources, then runs every test, and ends with one plain line of counts.
// With a filter only the tests whose path contains it run, and the sources are not checked.
import { mkdir, readFile, rm } from "node:fs/promises";
import { buildPages } from "./build-pages.ts";
import { checkSources } from "./check-sources.ts";
import { findBrowser } from "./find-browser.ts";
import { generateTypes } from "./generate-types.ts";
import { runCommand } from "./run-command.ts";

const report = "test-results/vitest.json";
/** A suite that takes longer hangs. */
const timeoutMs = 14 * 60_000;

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const filters = process.argv.slice(2);
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };

if (filters.length === 0) count(await checkSources());
else await generateTypes();

const pages = await buildPages();
if (!pages.ok) {
  console.error(`The pages could not be built.\n${pages.output}`);
  count(false);
} else {
  if (filters.length === 0) count(await canDeploy());
  await runTests();
}

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
  if (browser === null) count(false);
  const projects = browser === null ? ["node", "workers", "processes"].flatMap((name) => ["--project", name]) : [];
  await mkdir("test-results", { recursive: true });
  await rm(report, { force: true });
  const run = await runCommand(
    "vitest",
    ["run", ...projects, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filters],
    { visible: true, timeoutMs, env: browser === null ? {} : { CHROMIUM_PATH: browser } },
  );
  const results = await readReport();
  if (!results) return count(false);
  counts.passed += results.passed;
  counts.skipped += results.skipped;
  // A file that cannot be loaded, or an error outside any test, fails the run without failing a test.
  counts.failed += results.failed + (!run.ok && results.failed === 0 ? 1 : 0);
}

async function readReport(): Promise<Counts | null> {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      await readFile(report, "utf8"),
    ) as Record<string, number>;
    return {
      passed: numPassedTests ?? 0,
      failed: numFailedTests ?? 0,
      skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
    };
  } catch {
    return null;
  }
}

/** The check of the sources, the build and the browser each count like one test. */
function count(ok: boolean): void {
  if (ok) counts.passed += 1;
  else counts.failed += 1;
}
