// Lays figures out as one aligned table for a terminal.
import type { Row } from "./row.ts";

/** Four significant digits say more than anybody should conclude from one run. */
const digits = 4;

/** One line a row under a heading; columns that no row fills are left out. */
export function formatRows(rows: readonly Row[]): string {
  const columns = [
    { title: "key", cell: ({ key }: Row) => key, right: false },
    { title: "value", cell: ({ value }: Row) => formatNumber(value), right: true },
    { title: "unit", cell: ({ unit }: Row) => unit, right: false },
    { title: "baseline", cell: ({ baseline }: Row) => formatNumber(baseline), right: true },
    { title: "ratio", cell: ({ ratio }: Row) => formatNumber(ratio), right: true },
    { title: "by chance", cell: ({ random }: Row) => formatNumber(random ?? null), right: true },
  ];
  const laidOut = columns.map(({ title, cell, right }) => {
    const texts = rows.map(cell);
    if (texts.every((text) => text === "")) return null;
    const width = Math.max(title.length, ...texts.map((text) => text.length));
    return [title, ...texts].map((text) => (right ? text.padStart(width) : text.padEnd(width)));
  });
  const filled = laidOut.filter((column) => column !== null);
  return Array.from({ length: rows.length + 1 }, (_, line) =>
    filled
      .map((column) => column[line] ?? "")
      .join("  ")
      .trimEnd(),
  ).join("\n");
}

function formatNumber(value: number | null): string {
  return value === null ? "" : String(Number(value.toPrecision(digits)));
}
