// Is this message a reaction, the way a crowd gasps or laughs? Short, and an emote, laughter, a shout, a stretched
// word, `!!` or `??`. The signs are those of no one language.
import { looksLikeEmoteName } from "#core/chat/emote-name.ts";

// A reaction is over in a breath; longer texts are talk, even in capitals.
const maxReactionLength = 60;
const maxReactionWords = 7;
// Below three letters, capitals are initials and not a shout.
const minShoutedLetters = 3;

const laughter = new RegExp(
  [
    "(?:^|[^\\p{L}])(?:" +
      [
        "[ah]*(?:ha){2,}h?", // ha ha, ahaha, in many languages
        "(?:h[eiou]){2,}h?",
        "(?:j[aeis]){2,}j?", // Spanish
        "[аa]?(?:[хx][аaеeиоo]){2,}[хx]?", // Russian
        "l+o+l+(?:o+l+)*",
        "lu+l+",
        "l+m+f?a+o+",
        "ro+fl",
        "ke+k+w?",
        "x+d+",
        "top kek",
        "k{3,}",
        "(?:rs){2,}", // Portuguese
        "(?:wk){2,}w?", // Indonesian
        "mdr+",
        "pt+dr+", // French
        "лол",
        "ору+",
      ].join("|") +
      ")(?![\\p{L}])",
    "ㅋ{2,}|ㅎ{2,}|ㅠ{2,}", // Korean
    "(?:^|\\s)[wｗ]{2,}(?:$|\\s)|草|笑|ｗ{1,}", // Japanese
    "哈{2,}|呵{2,}|嘻{2,}|233+|666+|777+|555+|87{2,}|8{3,}", // Chinese, Thai, Japanese applause
    "ه{3,}|خخ+", // Arabic
    "\\p{Extended_Pictographic}",
  ].join("|"),
  "iu",
);
const stretched = /(\p{L}|\p{N})\1{2,}/iu;
const shoutedMarks = /[!！]{2}|[?？]{2}|[!?][?!]/;

/** `emotes` are the names the platform marked; others are recognised by their shape. */
export function isReaction(text: string, emotes: readonly string[]): boolean {
  if (text.length > 300) return false;
  const words = text.trim().split(/\s+/);
  const platformEmotes = emotes.length > 0 ? new Set(emotes) : null;
  const spoken = words.filter((word) => !(platformEmotes?.has(word) || looksLikeEmoteName(word)));
  const emoteCount = words.length - spoken.length;
  // An emote or a row of them, perhaps with a word or two.
  if (emoteCount > 0 && spoken.length <= Math.max(2, emoteCount)) return true;

  const speech = spoken.join(" ");
  if (speech === "" || speech.length > maxReactionLength || spoken.length > maxReactionWords) return false;
  return shoutedMarks.test(speech) || stretched.test(speech) || laughter.test(speech) || isShouted(speech);
}

function isShouted(text: string): boolean {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (upper < minShoutedLetters) return false;
  return upper >= 0.8 * (upper + (text.match(/\p{Ll}/gu)?.length ?? 0));
}
