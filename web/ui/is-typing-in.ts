// Whether keys belong to a field or a dialog just now, and so are no shortcuts.

export function isTypingIn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}
