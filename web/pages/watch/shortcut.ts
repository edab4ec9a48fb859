// Which key means what on the watch page.

export type Shortcut = "clip" | "mute" | "next" | "previous" | "help";

const keys: Readonly<Record<string, Shortcut>> = { c: "clip", m: "mute", j: "next", k: "previous", "?": "help" };

interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for keys that mean nothing, that belong to the browser, or while someone types. Only moving may repeat. */
export function shortcutOf(press: KeyPress, isTyping: boolean): Shortcut | null {
  if (isTyping || press.ctrlKey || press.metaKey || press.altKey) return null;
  const shortcut = keys[press.key.toLowerCase()] ?? null;
  const mayRepeat = shortcut === "next" || shortcut === "previous";
  return press.repeat && !mayRepeat ? null : shortcut;
}
