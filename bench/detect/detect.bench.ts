// The detector's figures as a measurement of `npm run bench`: the adaptive profile beside the fixed rules and beside chance.
import type { BenchOptions, Measured } from "../row.ts";
import { benchDetect } from "./bench-detect.ts";

const variantSuffix = /\.(budget_\d+|seed)$/;

export async function measure({ dataDirectory }: BenchOptions): Promise<Measured> {
  if (dataDirectory === null)
    return { rows: [], skipped: ["detect.*: no chat logs; name their folder with --data or CHAT_LOGS"] };
  const measured = numberLogs(await benchDetect({ dataDirectory }));
  const values = new Map(measured.map(({ key, value }) => [key, value]));
  const rows = measured.map(({ key, value, unit, random }) => {
    const baseline = key.endsWith(".seed") ? null : (values.get(`${key.replace(variantSuffix, "")}.seed`) ?? null);
    const ratio = baseline === null || baseline === 0 ? null : value / baseline;
    return { key, value, unit, baseline, ratio, ...(random === undefined ? {} : { random }) };
  });
  return { rows };
}

/** The figures are kept with the sources, the names of other people's channels are not: logs become `log_1`, `log_2` … */
function numberLogs<T extends { readonly key: string }>(rows: readonly T[]): T[] {
  const names: string[] = [];
  return rows.map((row) => {
    const name = /^detect\.alarms_per_hour\.(?!budget_|seed$)([^.]+)/.exec(row.key)?.[1];
    if (name === undefined) return row;
    if (!names.includes(name)) names.push(name);
    return { ...row, key: row.key.replace(name, `log_${names.indexOf(name) + 1}`) };
  });
}
