// Writes down what becomes of each test while the tests run, a line of JSON an event, so that what is known survives
// whatever ends the run. As vitest's reporter it is given to it by path; `test-report.ts` reads the lines.
import { appendFileSync } from "node:fs";
import { z } from "zod";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

export const journalFile = "test-results/journal.jsonl";

const where = { project: z.string(), file: z.string(), atMs: z.number() };
export const journalEntrySchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("run"), files: z.number() }),
  z.object({ event: z.literal("file begun"), ...where }),
  z.object({ event: z.literal("file ended"), ...where }),
  z.object({ event: z.literal("test begun"), ...where, test: z.string() }),
  z.object({
    event: z.literal("test ended"),
    ...where,
    test: z.string(),
    state: z.enum(["passed", "failed", "skipped"]),
    reason: z.string().nullable(),
  }),
  /** A file that cannot be loaded, or a hook of a file or of a `describe` that failed. */
  z.object({ event: z.literal("broken"), ...where, test: z.string(), reason: z.string() }),
  /** Thrown outside any test. */
  z.object({ event: z.literal("stray error"), reason: z.string() }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

type Failure = { readonly message: string; readonly stack?: string | undefined };

export default class TestJournal implements Reporter {
  readonly #file: string;

  constructor() {
    this.#file = process.env["TEST_JOURNAL"] ?? journalFile;
  }

  onTestRunStart(files: readonly unknown[]): void {
    this.#write({ event: "run", files: files.length });
  }

  onTestModuleQueued(module: TestModule): void {
    this.#write({ event: "file begun", ...placeOf(module) });
  }

  onTestModuleEnd(module: TestModule): void {
    this.#broken(module, module.errors(), "the file itself");
    this.#write({ event: "file ended", ...placeOf(module) });
  }

  onTestSuiteResult(suite: TestSuite): void {
    this.#broken(suite.module, suite.errors(), suite.fullName);
  }

  onTestCaseReady(test: TestCase): void {
    this.#write({ event: "test begun", ...placeOf(test.module), test: test.fullName });
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === "pending") return;
    const reason = errors?.length ? reasonOf(errors) : null;
    this.#write({ event: "test ended", ...placeOf(test.module), test: test.fullName, state, reason });
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly Failure[]): void {
    for (const error of errors) this.#write({ event: "stray error", reason: reasonOf([error]) });
  }

  #broken(module: TestModule, errors: readonly Failure[], test: string): void {
    if (errors.length > 0) this.#write({ event: "broken", ...placeOf(module), test, reason: reasonOf(errors) });
  }

  #write(entry: JournalEntry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

function placeOf({ project, relativeModuleId }: TestModule) {
  return { project: project.name, file: relativeModuleId, atMs: Date.now() };
}

/** What was wrong, and the first line of the stack that is of a test. */
function reasonOf(errors: readonly Failure[]): string {
  return errors
    .map(({ message, stack }) => {
      const line = stack?.split("\n").find((text) => /\btest\/.*:\d+:\d+/.test(text));
      return line === undefined ? message : `${message}\n${line.trim()}`;
    })
    .join("\n");
}
