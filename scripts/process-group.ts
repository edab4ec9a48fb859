// Starts a program as a process group that ends as one: by itself, when it is told to, and when this process is gone,
// however that came about. A process that is killed cannot clear up, so a shell beside the group waits for the end of a
// pipe that only this process holds.
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";

export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves with the exit code, null after a signal, once the first process has ended and its outputs are closed. */
  readonly ended: Promise<number | null>;
  /** Reaches every process of the group. */
  signal(name: NodeJS.Signals): void;
}

export interface ProcessGroupOptions {
  readonly stdio?: StdioOptions;
  readonly env?: NodeJS.ProcessEnv;
}

/** `$0` is the group. The shell leads a group of its own, because signals of a terminal are not for it. */
const watchdog = "read -r _; kill -s KILL -- -$0";

export function startGroup(program: string, args: readonly string[], options: ProcessGroupOptions = {}): ProcessGroup {
  const child = spawn(program, args, { ...options, detached: true });
  const { pid } = child;
  let isOver = pid === undefined;
  const signal = (name: NodeJS.Signals) => {
    // The number of a group that has ended may be another's.
    if (isOver || pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // The group has ended.
    }
  };
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => pid === undefined && resolve(null));
    child.once("close", resolve);
  });
  if (pid !== undefined) {
    const guard = spawn("/bin/sh", ["-c", watchdog, `${pid}`], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    guard.on("error", () => undefined);
    guard.unref();
    child.once("exit", () => {
      // What the program leaves behind holds its outputs open, and is nobody's.
      signal("SIGKILL");
      isOver = true;
      guard.kill("SIGKILL");
    });
  }
  return { child, ended, signal };
}
