// Keeps two `npm start` apart, which would write to the same local data, and clears up after one that was killed.
import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";

export interface Place {
  /** Tells later callers where the product is, and which process group to end should this process be killed. */
  announce(address: string, workerPid: number | null): Promise<void>;
  release(): Promise<void>;
}

/** Takes the place kept by `file`, or tells the address of who has it. */
export async function onlyOnce(file: string): Promise<Place | { readonly heldBy: string }> {
  const [pid, address, workerPid] = (await readFile(file, "utf8").catch(() => "")).split("\n");
  if (pid && isRunning(Number(pid))) return { heldBy: address || "an address it has not told yet" };
  if (workerPid) endOrphan(Number(workerPid));
  const write = (where: string, worker: number | null) =>
    writeFile(file, `${process.pid}\n${where}\n${worker ?? ""}\n`);
  await write("", null);
  return { announce: write, release: () => rm(file, { force: true }) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process ids are used again, so only what still is a wrangler is ended. */
function endOrphan(pid: number): void {
  try {
    const command = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    if (command.includes("wrangler")) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
