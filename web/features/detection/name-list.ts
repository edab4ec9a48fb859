// Lists of words as a person types them: one a line, or with commas between.
import { cutText } from "#core/text/cut-text.ts";

export type TypedNames =
  | { readonly ok: true; readonly names: string[] }
  | { readonly ok: false; readonly problem: string };

const longestName = 60;

/** A login as messages carry it, whatever way a person wrote it. */
export function loginOf(name: string): string {
  return name.replace(/^@/, "").toLowerCase();
}

/** Without repetition. Phrases keep their spaces. */
export function typedNames(text: string, most: number): TypedNames {
  const names = [...new Set(text.split(/[\n,]/).map((name) => name.trim().replace(/\s+/g, " ")))].filter(Boolean);
  if (names.length > most) return { ok: false, problem: `At most ${most}; these are ${names.length}.` };
  const long = names.find((name) => name.length > longestName);
  if (long) return { ok: false, problem: `“${cutText(long, 20)}…” is longer than ${longestName} characters.` };
  return { ok: true, names };
}
