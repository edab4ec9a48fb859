// What a program leaves behind when it ends, and when the process that started it is killed.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import { startGroup } from "../../scripts/process-group.ts";
import { isRunning } from "../support/is-running.ts";

/** Prints the number of a process of its own, which lasts a minute, and of itself. */
const twoProcesses = 'sleep 60 & echo "$! $$"; exec sleep 60';

/** A killed process is gone within milliseconds, if the machine has a moment for it. */
const timeout = 10_000;
vi.setConfig({ testTimeout: 20_000 });

test("a group whose first process ends is ended whole", async () => {
  const { child, ended } = startGroup("sh", ["-c", "sleep 60 & echo $!"], { stdio: ["ignore", "pipe", "ignore"] });
  const [left] = await numbersFrom(child.stdout);
  expect(await ended).toBe(0);
  await expect.poll(() => isRunning(left ?? 0), { timeout }).toBe(false);
});

test("a signal reaches every process of the group; to a group that has ended it says nothing", async () => {
  const group = startGroup("sh", ["-c", twoProcesses], { stdio: ["ignore", "pipe", "ignore"] });
  const pids = await numbersFrom(group.child.stdout);
  group.signal("SIGTERM");
  expect(await group.ended).toBeNull();
  await expect.poll(() => pids.filter(isRunning), { timeout }).toEqual([]);
  group.signal("SIGTERM");
});

test("a program that does not exist has ended", async () => {
  const { child, ended } = startGroup("no-such-program", []);
  child.stdout?.resume();
  child.stderr?.resume();
  expect(await ended).toBe(127);
});

test("a group ends when the process that started it is killed, be it in the same moment", async () => {
  const starter = `
    import { startGroup } from "./scripts/process-group.ts";
    startGroup("sh", ["-c", ${JSON.stringify(twoProcesses)}], { stdio: ["ignore", "inherit", "ignore"] });
    process.kill(process.pid, "SIGKILL");`;
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "--eval", starter], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // None, where the group was ended before it could say anything.
  const pids = await numbersFrom(parent.stdout).catch(() => []);
  await expect.poll(() => pids.filter(isRunning), { timeout }).toEqual([]);
});

async function numbersFrom(stream: NodeJS.ReadableStream | null): Promise<number[]> {
  if (stream === null) throw new Error("no output");
  for await (const line of createInterface(stream)) return line.trim().split(" ").map(Number);
  throw new Error("It printed nothing.");
}

test("a group that runs ends when the process that started it is killed", async () => {
  const starter = `
    import { startGroup } from "./scripts/process-group.ts";
    startGroup("sh", ["-c", ${JSON.stringify(twoProcesses)}], { stdio: ["ignore", "inherit", "ignore"] });`;
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "--eval", starter], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pids = await numbersFrom(parent.stdout);
  expect(pids.length).toBe(2);
  parent.kill("SIGKILL");
  await expect.poll(() => pids.filter(isRunning), { timeout }).toEqual([]);
});
