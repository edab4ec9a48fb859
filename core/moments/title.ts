// The title a clip begins with, until a person or an agent writes a better one.
import { formatElapsed } from "#core/moments/stream-elapsed.ts";

/** `displayName` at `1h 23m 45s`, cut to what a clip title may have (140 characters). */
export function defaultClipTitle(displayName: string, streamElapsedSeconds: number): string {
  return `${displayName} at ${formatElapsed(streamElapsedSeconds)}`.slice(0, 140);
}
