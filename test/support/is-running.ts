// Whether a process is at work. One that has ended and waits to be buried by its parent is not.
import { spawnSync } from "node:child_process";

export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
