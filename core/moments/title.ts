// The title a clip begins with, until a person or an agent writes a better one.
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { cutText } from "#core/text/cut-text.ts";
import { seenLineSchema } from "#core/text/clean-line.ts";

/** What a clip title may have; Twitch takes no more. */
export const maxTitleChars = 140;

/** A title that a person or a program gives: cut to its length, and something of it is seen. */
export const titleSchema = seenLineSchema(maxTitleChars);

/** `displayName` at `1h 23m 45s`. */
export function defaultClipTitle(displayName: string, streamElapsedSeconds: number): string {
  return cutText(`${displayName} at ${formatElapsed(streamElapsedSeconds)}`, maxTitleChars);
}
