// One line of Twitch IRC, taken apart: `@tags :prefix COMMAND params :trailing`. Tolerant of what servers and proxies
// do to lines, never throws, and answers null for what is not a message, so that the caller can count it.

/** A parsed line. Tag values are unescaped; a tag without a value is the empty string. */
export interface IrcMessage {
  readonly tags: ReadonlyMap<string, string>;
  /** The nickname before `!` of the prefix, or the server's name; null without a prefix. */
  readonly sender: string | null;
  /** Upper-case verb or three-digit numeric. */
  readonly command: string;
  /** The parameters in order, the trailing one last and without its colon. */
  readonly params: readonly string[];
}

// Twitch allows 8191 bytes of tags and 500 characters of text. A line past this is not one of Twitch's.
const maxLineLength = 16_384;
const maxTags = 128;
// RFC 1459: at most fifteen parameters.
const maxParams = 15;
const commandPattern = /^(?:[A-Za-z]{1,32}|\d{3})$/;

export function parseIrcMessage(line: string): IrcMessage | null {
  if (line.length === 0 || line.length > maxLineLength) return null;
  let rest = line.replace(/[\r\n]+$/, "");
  // NUL, CR and LF cannot occur inside a message; a line that has them was glued or forged.
  if (/[\0\r\n]/.test(rest)) return null;

  let tags: ReadonlyMap<string, string> = new Map();
  if (rest.startsWith("@")) {
    const [word, after] = splitWord(rest);
    tags = parseTags(word.slice(1));
    rest = after;
  }
  let sender: string | null = null;
  if (rest.startsWith(":")) {
    const [word, after] = splitWord(rest);
    sender = word.slice(1).split("!", 1)[0] || null;
    rest = after;
  }
  const [command, after] = splitWord(rest);
  if (!commandPattern.test(command)) return null;
  return { tags, sender, command: command.toUpperCase(), params: parseParams(after) };
}

function splitWord(text: string): [word: string, rest: string] {
  const end = text.indexOf(" ");
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1).replace(/^ +/, "")];
}

function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const pair of text.split(";", maxTags)) {
    const equals = pair.indexOf("=");
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (name !== "") tags.set(name, equals < 0 ? "" : unescapeTag(pair.slice(equals + 1)));
  }
  return tags;
}

function unescapeTag(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(/\\(.?)/g, (_, escaped: string) => {
    switch (escaped) {
      case ":":
        return ";";
      case "s":
        return " ";
      case "r":
        return "\r";
      case "n":
        return "\n";
    }
    return escaped;
  });
}

function parseParams(text: string): string[] {
  const params: string[] = [];
  let rest = text;
  while (rest !== "") {
    if (rest.startsWith(":") || params.length === maxParams - 1) {
      params.push(rest.startsWith(":") ? rest.slice(1) : rest);
      break;
    }
    const [word, after] = splitWord(rest);
    params.push(word);
    rest = after;
  }
  return params;
}
