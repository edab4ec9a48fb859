// Running a program: its result, and that stopping it leaves nothing of it behind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../scripts/run-command.ts";
import { isRunning } from "../support/is-running.ts";

test("keeps what was printed and tells success from failure", async () => {
  expect(await runCommand("sh", ["-c", "echo out; echo err >&2"])).toMatchObject({ ok: true, output: "out\nerr\n" });
  expect(await runCommand("sh", ["-c", "exit 3"])).toMatchObject({ ok: false });
  expect(await runCommand("no-such-program", [])).toMatchObject({ ok: false });
});

test("what takes too long is stopped together with what it started", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hypecut-run-"));
  const run = await runCommand("sh", ["-c", `sleep 60 & echo $! > ${folder}/pid; wait; sleep 60`], { timeoutMs: 500 });
  expect(run).toMatchObject({ ok: false, output: expect.stringContaining("longer than 0.5 s") });
  const grandchild = Number(await readFile(join(folder, "pid"), "utf8"));
  await expect.poll(() => isRunning(grandchild), { timeout: 15_000 }).toBe(false);
  await rm(folder, { recursive: true });
});

test("whoever is told to stop during one program begins no other", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hypecut-run-"));
  const runs = new URL("../../scripts/run-command.ts", import.meta.url).href;
  const script = join(folder, "two.mjs");
  await writeFile(
    script,
    `const { runCommand } = await import(${JSON.stringify(runs)});
     const first = await runCommand("sh", ["-c", "echo begun; sleep 60"], { visible: true });
     const second = await runCommand("sh", ["-c", "echo second"], { visible: true });
     console.log(JSON.stringify([first.reason, second.reason]));`,
  );
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (text.includes("begun")) child.kill("SIGTERM");
  });
  await once(child, "close");
  expect(output).toBe(`begun\n${JSON.stringify(["sh was stopped: SIGTERM", "sh was not begun: SIGTERM"])}\n`);
  await rm(folder, { recursive: true });
});
