// Everything that can be said of the sources without running them: types, lint, format, dead code.
import { generateTypes } from "./generate-types.ts";
import { runCommand } from "./run-command.ts";

const steps: readonly (readonly [name: string, program: string, ...args: string[]])[] = [
  ["types of core", "tsc", "-p", "core"],
  ["types of the Worker", "tsc", "-p", "tsconfig.worker.json"],
  ["types of the pages", "tsc", "-p", "web"],
  ["types of scripts and tests", "tsc", "-p", "tsconfig.node.json"],
  ["types of the Worker's tests", "tsc", "-p", "tsconfig.workers-tests.json"],
  ["lint", "oxlint", "--type-aware"],
  ["format", "oxfmt", "--check"],
  ["dead code", "knip", "--no-progress", "--no-config-hints"],
];
/** As many as a small machine has cores. */
const atOnce = 2;

/** Prints a line a step, the whole output of those that fail, and tells whether all passed. */
export async function checkSources(): Promise<boolean> {
  await generateTypes();
  const waiting = [...steps];
  let passed = true;
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [name, program, ...args] = step;
      const { ok, output, seconds } = await runCommand(program, args);
      console.log(`${ok ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)`);
      if (!ok) console.log(output.trimEnd());
      passed &&= ok;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return passed;
}
