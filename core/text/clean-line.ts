// Makes a line of foreign text fit to store and show: one line, no control characters, bounded.

/**
 * Control characters become spaces (PostgreSQL refuses NUL, and a line break would break a heading), runs of white space
 * become one, and the end is cut at `maxChars` without splitting a surrogate pair.
 */
export function cleanLine(text: string, maxChars: number): string {
  // oxlint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, " ").trim();
  return line.length <= maxChars ? line : line.slice(0, maxChars).replace(/[\ud800-\udbff]$/, "");
}
