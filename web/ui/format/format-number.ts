// Counts, sizes and lags in few characters, for columns that must not jump.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const oneDigit = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `1,234`, from ten thousand on `12.3K`; a dash for what is not known. */
export function formatCount(count: number | null): string {
  if (count === null) return "–";
  return Math.abs(count) < 10_000 ? whole.format(count) : compact.format(count);
}

/** A measured value: whole from ten on, one digit below; never more digits than it deserves. */
export function formatValue(value: number): string {
  return Math.abs(value) >= 10 || Number.isInteger(value) ? whole.format(value) : oneDigit.format(value);
}

/** Bytes as a person compares them: `870 kB`, `42 MB`, `2.7 GB` (decimal units). */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${whole.format(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${whole.format(bytes / 1e6)} MB`;
  return `${oneDigit.format(bytes / 1e9)} GB`;
}

/** A lag in seconds with one digit: `1.2 s`. Clocks may be apart, so a negative lag reads as none. */
export function formatLag(lagMs: number | null): string {
  return lagMs === null ? "–" : `${oneDigit.format(Math.max(0, lagMs) / 1000)} s`;
}
