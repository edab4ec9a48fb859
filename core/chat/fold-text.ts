// Text reduced to what a reader hears, so that `CLIIIP THÁT`, `ｃｌｉｐ that` and `clip that` compare equal.
import { cutText } from "#core/text/cut-text.ts";

// Twitch ends a message at 500 characters and Kick at 500; anything past this is markup or an attack.
const maxLength = 600;

/**
 * Lower case, full width made ordinary, Latin, Greek and Cyrillic accents dropped, every run of one character
 * shortened to one. The last makes `cool` and `col` equal too, which is why both sides of a comparison must be folded.
 */
export function foldText(text: string): string {
  const bounded = cutText(text, maxLength);
  const lower = isAscii(bounded) ? bounded.toLowerCase() : withoutAccents(bounded.normalize("NFKC").toLowerCase());
  return lower.replace(/(.)\1+/gu, "$1");
}

/** Folded words joined by single spaces, with a space at either end: ` clip that `. Marks other than a leading `!` vanish. */
export function foldedWords(text: string): string {
  return ` ${foldText(text)
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}!]+|(?<=[^\s!])!+/gu, " ")
    .trim()} `;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** Only the combining marks of alphabets go: in Japanese, Arabic or Thai a mark makes another letter. */
function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]+/g, "")
    .normalize("NFC");
}
