// Makes a line of foreign text fit to store and show: one line, no control characters, bounded.

/** Marks that are not seen and turn the text beside them around, or make a title of nothing. Emoji need none of them. */
const unseen = /[\u200b\u2060\u202a-\u202e\u2066-\u2069]/g;

/**
 * Unseen marks vanish. Control characters become spaces (PostgreSQL refuses NUL, and a line break would break a
 * heading), runs of white space become one, and the end is cut at `maxChars` without splitting a surrogate pair.
 */
export function cleanLine(text: string, maxChars: number): string {
  // oxlint-disable-next-line no-control-regex
  const line = text
    .replace(unseen, "")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, " ")
    .trim();
  return line.length <= maxChars ? line : line.slice(0, maxChars).replace(/[\ud800-\udbff]$/, "");
}
