// Runs one program, with everything it starts, to its end and keeps what it printed.
import { startGroup } from "./process-group.ts";

export interface CommandResult {
  readonly ok: boolean;
  /** Why it is not ok, as `vitest was stopped: SIGINT`; empty when it is. */
  readonly reason: string;
  /** It was told to stop, or took too long. */
  readonly isStopped: boolean;
  /** Both outputs in the order they came. */
  readonly output: string;
  readonly seconds: number;
}

export interface CommandOptions {
  /** Print while it runs; nothing is kept then. */
  readonly visible?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** After this it is told to stop, and fails. */
  readonly timeoutMs?: number;
}

/** From being told to stop to being stopped. A test run ends its own product and browser meanwhile. */
const stopWithinMs = 15_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The signal that ended a program: who was told to stop begins no other. */
let stoppedBy: string | null = null;

export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { visible = false, env = {}, timeoutMs = 15 * 60_000 } = options;
  if (stoppedBy !== null) {
    const reason = `${program} was not begun: ${stoppedBy}`;
    return Promise.resolve({ ok: false, reason, isStopped: true, output: `${reason}\n`, seconds: 0 });
  }
  const startedMs = Date.now();
  const output: string[] = [];
  const timers: NodeJS.Timeout[] = [];
  let stopped = "";
  const stop = (reason: string) => {
    if (stopped) return;
    stopped = `${program} was stopped: ${reason}`;
    output.push(`\n${stopped}.\n`);
    if (visible) console.error(output.at(-1));
    signal("SIGTERM");
    timers.push(setTimeout(() => signal("SIGKILL"), stopWithinMs));
  };
  const interrupted = (name: string) => {
    stoppedBy = name;
    stop(name);
  };
  // Before the program is there: a signal that comes in between would end this process and say nothing.
  for (const name of signals) process.on(name, interrupted);
  const { child, ended, signal } = startGroup(program, args, {
    stdio: visible ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  child.once("error", (error) => output.push(error.message));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => output.push(text));
  }
  timers.push(setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} s`), timeoutMs));

  return ended.then((code) => {
    for (const timer of timers) clearTimeout(timer);
    for (const name of signals) process.off(name, interrupted);
    const ok = code === 0 && !stopped;
    const reason = ok ? "" : stopped || `${program} ended with ${code ?? "a signal"}`;
    return { ok, reason, isStopped: stopped !== "", output: output.join(""), seconds: (Date.now() - startedMs) / 1000 };
  });
}
