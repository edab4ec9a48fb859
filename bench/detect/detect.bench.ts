// The detector's figures as a measurement of `npm run bench`: the adaptive profile beside the fixed rules and beside chance.
import type { BenchOptions, Measured } from "../row.ts";
import { benchDetect } from "./bench-detect.ts";

const variantSuffix = /\.(budget_\d+|seed)$/;

export async function measure({ dataDirectory }: BenchOptions): Promise<Measured> {
  if (dataDirectory === null)
    return { rows: [], skipped: ["detect.*: no chat logs; name their folder with --data or CHAT_LOGS"] };
  const measured = await benchDetect({ dataDirectory });
  const fixedRules = new Map(measured.map(({ key, value }) => [key, value]));
  const rows = measured.map(({ key, value, unit, random }) => {
    const baseline = key.endsWith(".seed") ? null : (fixedRules.get(`${key.replace(variantSuffix, "")}.seed`) ?? null);
    const ratio = baseline === null || baseline === 0 ? null : value / baseline;
    return { key, value, unit, baseline, ratio, ...(random === undefined ? {} : { random }) };
  });
  return { rows };
}
