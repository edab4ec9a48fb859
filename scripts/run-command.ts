// Runs one program to its end and keeps what it printed.
import { spawn } from "node:child_process";

export interface CommandResult {
  readonly ok: boolean;
  /** Both outputs in the order they came. */
  readonly output: string;
  readonly seconds: number;
}

export interface CommandOptions {
  /** Print while it runs; nothing is kept then. */
  readonly visible?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { visible = false, env = {}, timeoutMs = 15 * 60_000 } = options;
  const startedMs = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: visible ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      timeout: timeoutMs,
    });
    let output = "";
    const end = (ok: boolean) => resolve({ ok, output, seconds: (Date.now() - startedMs) / 1000 });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", (error) => {
      output += error.message;
      end(false);
    });
    child.once("close", (code) => end(code === 0));
  });
}
