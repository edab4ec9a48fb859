// Which key means what on the watch page, besides those that move through what plays.
import type { KeyPress } from "../../features/playback/play-key.ts";

export type Shortcut = "clip" | "next" | "previous" | "help";

const keys: Readonly<Record<string, Shortcut>> = { c: "clip", j: "next", k: "previous", "?": "help" };

/** Null for keys that mean nothing, that belong to the browser, or while someone types. Only moving may repeat. */
export function shortcutOf(press: KeyPress, isTyping: boolean): Shortcut | null {
  if (isTyping || press.ctrlKey || press.metaKey || press.altKey) return null;
  const shortcut = keys[press.key.toLowerCase()] ?? null;
  const mayRepeat = shortcut === "next" || shortcut === "previous";
  return press.repeat && !mayRepeat ? null : shortcut;
}
