// Makes a line of foreign text fit to store and show: one line, well-formed, no control characters, bounded.
import { z } from "zod";
import { cutText } from "#core/text/cut-text.ts";

/** Marks that are not seen and turn the text beside them around, or make a title of nothing. Emoji need none of them. */
const unseen = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** A braille cell without dots looks like a space; letters that are defined to be ignored (Hangul fillers) like nothing. */
const blank = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{M}\p{C}\u2800]/gu;

/**
 * Unseen marks vanish, and a text of which nothing is seen is "". Control characters become spaces (PostgreSQL refuses
 * NUL, and a line break would break a heading), half a surrogate pair becomes U+FFFD (PostgreSQL refuses that, too), runs
 * of white space become one, and the end is cut at `maxChars` without splitting a surrogate pair.
 */
export function cleanLine(text: string, maxChars: number): string {
  // No clean line is longer than the text it comes from, so that a long text costs no more than what is kept of it; the
  // factor is for marks and spaces that vanish.
  const bounded = cutText(text, maxChars * 8 + 1000);
  const line = bounded
    .toWellFormed()
    .replace(unseen, "")
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, " ")
    .trim();
  return isBlank(line) ? "" : cutText(line, maxChars).trimEnd();
}

/** For every field that holds foreign or human text: what cannot be stored is cleaned away, what is too long is cut. */
export function lineSchema(maxChars: number) {
  return z.string().transform((text) => cleanLine(text, maxChars));
}

/** As {@link lineSchema}, and refuses a line of which nothing is seen. */
export function seenLineSchema(maxChars: number) {
  return lineSchema(maxChars).refine((line) => line !== "", "is empty");
}

function isBlank(line: string): boolean {
  return line.replace(blank, "") === "";
}
