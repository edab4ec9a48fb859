// How long the last whole `npm test` in this folder took, and each of its projects. It is read and not measured: a run takes
// minutes, and nobody should wait for a second one.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { timesFile } from "../../scripts/test-report.ts";
import type { Measured, Row } from "../row.ts";

const secondsSchema = z.record(z.string(), z.number());

export async function measure(): Promise<Measured> {
  const text = await readFile(timesFile, "utf8").catch(() => null);
  if (text === null) return { rows: [], skipped: ["test.wall_s: npm test has not run in this folder."] };
  const rows = Object.entries(secondsSchema.parse(JSON.parse(text))).map(([name, value]): Row => ({
    key: `test.wall_s.${name}`,
    value,
    unit: "s",
    baseline: null,
    ratio: null,
  }));
  return { rows };
}
