// Starts a program as a process group that ends as one: by itself, when it is told to, and when this process is gone,
// however that came about. A process that is killed cannot clear up, so the group holds a shell that waits for the end of
// a pipe whose other end only this process has. The shell is there before the program is.
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

/** The shell begins the watch and becomes the program: `$0` with its arguments. Only SIGKILL ends the watch. */
const underWatch = `(trap "" TERM INT HUP; read -r _ <&3; kill -s KILL -- -$$) >/dev/null 2>&1 & exec "$0" "$@" 3<&-`;

export function startGroup(program: string, args: readonly string[], options: ProcessGroupOptions = {}): ProcessGroup {
  const { stdio = "pipe", env } = options;
  const streams = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
  const child = spawn("/bin/sh", ["-c", underWatch, program, ...args], {
    ...(env && { env }),
    stdio: [...streams, "pipe"],
    detached: true,
  });
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
  // The pipe breaks with the group.
  child.stdio[3]?.on("error", () => undefined);
  child.once("exit", () => {
    // What the program leaves behind holds its outputs open, and is nobody's.
    signal("SIGKILL");
    isOver = true;
  });
  return { child, ended, signal };
}
