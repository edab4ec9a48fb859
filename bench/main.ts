// `npm run bench [name…]`: measures, prints one table and keeps the figures in bench/results.json.
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { formatRows } from "./format-rows.ts";
import { type Figure, mergeResults } from "./merge-results.ts";
import type { Bench, Row } from "./row.ts";

const results = "bench/results.json";

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    /** Folder of recorded chat and viewer logs. */
    data: { type: "string", default: process.env["CHAT_LOGS"] ?? "" },
  },
});

const names = await benchNames();
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no measurement named ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  process.exitCode = 2;
} else await measureAll(wanted.length > 0 ? wanted : names);

/** A measurement is a file `bench/<name>/<name>.bench.ts`. */
async function benchNames(): Promise<string[]> {
  const entries = await readdir("bench", { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(benchFile(entry.name)))
    .map(({ name }) => name)
    .toSorted();
}

function benchFile(name: string): string {
  return `bench/${name}/${name}.bench.ts`;
}

async function measureAll(chosen: readonly string[]): Promise<void> {
  const rows: Row[] = [];
  const remarks: string[] = [];
  for (const name of chosen) {
    console.log(`Measuring ${name} …`);
    try {
      const { measure } = (await import(`./${name}/${name}.bench.ts`)) as Bench;
      const measured = await measure({ dataDirectory: values.data === "" ? null : values.data });
      rows.push(...measured.rows);
      remarks.push(...(measured.skipped ?? []).map((remark) => `skipped  ${remark}`));
    } catch (error) {
      // One that fails must not cost the figures of the others.
      remarks.push(`failed   ${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
  if (rows.length > 0) {
    await keep(rows);
    console.log(`\n${formatRows(rows)}`);
  }
  if (remarks.length > 0) console.log(`\n${remarks.join("\n")}`);
}

async function keep(rows: readonly Row[]): Promise<void> {
  const kept = existsSync(results) ? (JSON.parse(await readFile(results, "utf8")) as Record<string, Figure>) : {};
  await writeFile(results, `${JSON.stringify(mergeResults(kept, rows), null, 2)}\n`);
}
