// The closing words of `npm test`: they count what ran, whatever ended it, and name what failed with its reason.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ProcessGroup, startGroup } from "../../scripts/process-group.ts";
import { journalFile } from "../../scripts/test-journal.ts";
import { readReport } from "../../scripts/test-report.ts";

let folder: string;
beforeEach(async () => {
  await mkdir("test-results", { recursive: true });
  folder = await mkdtemp(resolve("test-results/run-"));
  await mkdir(join(folder, "test-results"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limitMs = 60_000;

test(
  "passed, failed, skipped, a hook that fails, a file that cannot be loaded and an error outside any test each count",
  async () => {
    await fixture("broken.test.js", 'import "./nowhere.js";');
    await fixture(
      "mixed.test.js",
      `test("good", () => {});
       test("bad", () => { throw new Error("not as it should be"); });
       test.skip("left out", () => {});
       describe("a group", () => { beforeAll(() => { throw new Error("no ground"); }); test("never", () => {}); });
       test("astray", async () => { Promise.reject(new Error("nobody listens")); await new Promise(setImmediate); });`,
    );
    await run().ended;
    const { counts, failures, unfinishedFiles, wallSeconds } = await report();
    expect([counts, unfinishedFiles]).toEqual([{ passed: 2, failed: 4, skipped: 2 }, 0]);
    expect(failures.map(({ name, reason }) => [name, reason.split("\\n")[0]]).toSorted()).toEqual([
      ["  broken.test.js > the file itself", expect.stringContaining("./nowhere.js")],
      ["  mixed.test.js > a group", expect.stringContaining("no ground")],
      ["  mixed.test.js > bad", expect.stringContaining("not as it should be")],
      ["outside any test", expect.stringContaining("nobody listens")],
    ]);
    expect(Object.keys(wallSeconds)).toEqual([""]);
  },
  limitMs,
);

test(
  "a run that is killed in the middle tells what it got done and what it was at",
  async () => {
    await fixture(
      "long.test.js",
      'test("done", () => {}); test("for ever", () => new Promise(() => setInterval(() => {}, 1000)));',
    );
    const group = run();
    await expect.poll(journal, { timeout: limitMs / 2 }).toContain('"test begun","project":"","file":"long.test.js"');
    await expect.poll(journal, { timeout: limitMs / 2 }).toContain("for ever");
    group.signal("SIGKILL");
    await group.ended;
    expect(await report()).toMatchObject({
      counts: { passed: 1, failed: 1, skipped: 0 },
      failures: [{ name: "  long.test.js > for ever", reason: "It was running when the run ended." }],
      unfinishedFiles: 1,
    });
  },
  limitMs,
);

test("a line that was cut off is left out", () => {
  expect(readReport('{"event":"run","files":2}\n{"event":"file beg').unfinishedFiles).toBe(2);
});

const fixture = (name: string, text: string) => writeFile(join(folder, name), text);
const journal = () => readFile(join(folder, journalFile), "utf8").catch(() => "");
const report = async () => readReport(await journal());

function run(): ProcessGroup {
  const reporter = resolve("scripts/test-journal.ts");
  const args = ["run", "--root", folder, "--globals", "--testTimeout=600000", `--reporter=${reporter}`];
  const env = { ...process.env, TEST_JOURNAL: join(folder, journalFile) };
  return startGroup("vitest", args, { stdio: "ignore", env });
}
