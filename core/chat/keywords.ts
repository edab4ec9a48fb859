// Phrases that people write when something happens, found in a message however it is stretched or shouted.
import { foldedWords } from "#core/chat/fold-text.ts";

/** The phrases the first clippers looked for, all of them. */
export const defaultKeywords: readonly string[] = ["CLIP", "CLIP THAT", "NO WAY", "LMAO", "OMG", "INSANE", "WTF"];

interface FoldedPhrase {
  readonly phrase: string;
  readonly folded: string;
}

/** The first phrase of the longest that occurs in the words, as configured; null for none. `words` come from {@link foldedWords}. */
export function findKeyword(words: string, phrases: readonly string[]): string | null {
  for (const { phrase, folded } of foldedPhrases(phrases)) if (words.includes(folded)) return phrase;
  return null;
}

const cache = new WeakMap<readonly string[], readonly FoldedPhrase[]>();

/** Longest first, so that `CLIP THAT` is named and not the `CLIP` inside it. Folded once for each list of settings. */
function foldedPhrases(phrases: readonly string[]): readonly FoldedPhrase[] {
  const known = cache.get(phrases);
  if (known) return known;
  const compiled = phrases
    .map((phrase) => ({ phrase, folded: withBoundaries(foldedWords(phrase)) }))
    .filter(({ folded }) => folded.trim() !== "")
    .toSorted((a, b) => b.folded.length - a.folded.length);
  cache.set(phrases, compiled);
  return compiled;
}

/** Chinese, Japanese and Thai put no spaces between words, so such a phrase is looked for anywhere. */
function withBoundaries(folded: string): string {
  const isUnspaced = /^[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;
  return isUnspaced.test(folded) ? folded.trim() : folded;
}
