// The detector's figures: its cost, and on real logs what it finds beside the fixed rules and beside chance.
import type { BenchOptions, Measured, Row } from "../row.ts";
import { benchCost } from "./bench-cost.ts";
import { benchRecall } from "./bench-recall.ts";

/** What makes a figure another variant of the one that the fixed rules are measured by. */
const variant = /\.(?:held_out_\d+|budget_\d+|shipped|seed)(?=\.|$)/g;

export async function measure({ dataDirectory }: BenchOptions): Promise<Measured> {
  const cost = benchCost();
  if (dataDirectory === null) {
    return {
      rows: cost,
      skipped: [
        "detect.recall_*, detect.alarms_per_hour* and detect.budget_spread*: no chat logs; name their folder with --data or CHAT_LOGS",
      ],
    };
  }
  const figures = await benchRecall(dataDirectory);
  const values = new Map(figures.map(({ key, value }) => [key, value]));
  const rows = figures.map((figure): Row => {
    // A channel held out has other streams than the fixed rules were measured on.
    const isComparable = !/\.seed$|held_out/.test(figure.key);
    const baseline = (isComparable ? values.get(`${figure.key.replace(variant, "")}.seed`) : null) ?? null;
    return { ...figure, baseline, ratio: baseline === null || baseline === 0 ? null : figure.value / baseline };
  });
  return { rows: [...cost, ...rows] };
}
