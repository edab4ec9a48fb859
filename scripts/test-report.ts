// What a run of the tests came to, read from its journal: counts, what failed and why, and how long each project took.
// A run that was ended in the middle is told as far as it went.
import { type JournalEntry, journalEntrySchema } from "./test-journal.ts";

/** Seconds that the last whole run took, in all and by project. */
export const timesFile = "test-results/wall-seconds.json";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface FailedTest {
  /** As `browser  test/e2e/loop.browser.test.ts > a person signs in`. */
  readonly name: string;
  readonly reason: string;
}

export interface TestReport {
  readonly counts: Counts;
  readonly failures: readonly FailedTest[];
  /** Files that were to run and did not, or not to their end. */
  readonly unfinishedFiles: number;
  /** From the first file's turn to the end of the last, by project. */
  readonly wallSeconds: Readonly<Record<string, number>>;
}

/** `journal`: the text of the file; a last line that was cut off is left out. */
export function readReport(journal: string): TestReport {
  const entries = journal.split("\n").flatMap(parse);
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: FailedTest[] = [];
  const running = new Set<string>();
  const spans = new Map<string, { fromMs: number; toMs: number }>();
  let [files, endedFiles] = [0, 0];
  const fail = (name: string, reason: string) => {
    counts.failed += 1;
    failures.push({ name, reason });
  };
  for (const entry of entries) {
    if ("atMs" in entry) {
      const span = spans.get(entry.project) ?? { fromMs: entry.atMs, toMs: entry.atMs };
      spans.set(entry.project, { ...span, toMs: entry.atMs });
    }
    switch (entry.event) {
      case "run":
        files += entry.files;
        break;
      case "file begun":
        break;
      case "file ended":
        endedFiles += 1;
        break;
      case "test begun":
        running.add(nameOf(entry));
        break;
      case "test ended":
        running.delete(nameOf(entry));
        if (entry.state === "failed") fail(nameOf(entry), entry.reason ?? "");
        else counts[entry.state] += 1;
        break;
      case "broken":
        fail(nameOf(entry), entry.reason);
        break;
      case "stray error":
        fail("outside any test", entry.reason);
        break;
    }
  }
  for (const name of running) fail(name, "It was running when the run ended.");
  const seconds = [...spans].map(([name, { fromMs, toMs }]) => [name, (toMs - fromMs) / 1000]);
  return { counts, failures, unfinishedFiles: files - endedFiles, wallSeconds: Object.fromEntries(seconds) };
}

function parse(line: string): JournalEntry[] {
  try {
    return [journalEntrySchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

function nameOf({ project, file, test }: { project: string; file: string; test: string }): string {
  return `${project}  ${file} > ${test}`;
}
