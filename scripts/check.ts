// `npm run check`: the sources and the tests that need no browser and no Workers runtime. Green before every commit.
import { checkSources } from "./check-sources.ts";
import { runCommand } from "./run-command.ts";

const sources = await checkSources();
const tests = await runCommand("vitest", ["run", "--project", "node", "--reporter", "minimal"]);
console.log(tests.ok ? `ok   unit tests (${tests.seconds.toFixed(1)} s)` : tests.output);
process.exitCode = sources && tests.ok ? 0 : 1;
