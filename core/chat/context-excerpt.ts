// Chooses the line or two that say what a moment was about: what most people wrote around its peak, without the names
// of people, links or mentions. It is shown beside a clip candidate, and may be sent to Twitch with nothing else.
import { foldedWords } from "#core/chat/fold-text.ts";
import type { RecentLine } from "#core/chat/recent-lines.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { cleanLine } from "#core/text/clean-line.ts";

const maxLines = 3;
const maxLineChars = 80;
/** As long as a candidate's `contextExcerpt` may be. */
export const maxExcerptChars = 240;
const separator = " · ";
/** Chat that answers the peak is written in the seconds after it. */
const afterPeakMs = 10_000;
/** A text as long as this does not come twice by chance: it is pasted, and however often, it is one voice. */
const pastedChars = 30;
/** Reading the lines of a very fast minute must not hold up the detector. */
const maxRead = 600;

const link = /[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|(?:^|[^\p{L}\p{N}.])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/iu;
/** Six digits in a row are a telephone number or a code more often than a score. */
const longNumber = /\d{6,}/;
/** Marks that are not seen: they reverse text, join words, or make a repeated line look new. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Null when nothing was said that is fit to be shown. */
export function contextExcerpt(
  lines: readonly RecentLine[],
  { onsetMs, peakMs }: Pick<DetectedMoment, "onsetMs" | "peakMs">,
): string | null {
  const near = lines.filter(({ atMs }) => atMs >= onsetMs && atMs <= peakMs + afterPeakMs).slice(-maxRead);
  const logins = new Set(near.map(({ chatterLogin }) => chatterLogin).filter((login) => login.length >= 3));
  const voices = new Map<string, Voice>();
  for (const { atMs, text } of near) {
    const line = shown(text, logins);
    const key = foldedWords(line);
    if (line === "" || key.trim() === "") continue;
    const known = voices.get(key);
    if (!known) voices.set(key, { line, weight: 1, awayMs: Math.abs(atMs - peakMs) });
    else if (key.length < pastedChars) known.weight++;
  }
  const chosen = [...voices.values()]
    .toSorted((a, b) => b.weight - a.weight || a.awayMs - b.awayMs)
    .slice(0, maxLines)
    .map(({ line }) => line);
  return chosen.length === 0 ? null : cleanLine(chosen.join(separator), maxExcerptChars);
}

interface Voice {
  /** As first written. */
  readonly line: string;
  weight: number;
  readonly awayMs: number;
}

/** Empty when nothing of the line may be shown. */
function shown(text: string, logins: ReadonlySet<string>): string {
  const line = cleanLine(text.replace(unseen, ""), 1000);
  // A command speaks to a bot.
  if (line.startsWith("!") || link.test(line) || longNumber.test(line)) return "";
  const words = line.split(" ").filter((word) => !/[@＠]/u.test(word) && !logins.has(bare(word)));
  return cleanLine(words.join(" "), maxLineChars);
}

/** `Someone:` and `someone's` name someone, too. */
function bare(word: string): string {
  return word
    .toLowerCase()
    .replace(/['’]s$/, "")
    .replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, "");
}
