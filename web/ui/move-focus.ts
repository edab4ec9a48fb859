// Walks through a list of cards by keyboard.

/** Focuses the next (1) or previous (-1) card of `list`; the first one when none has focus yet. */
export function moveFocus(list: HTMLElement | null, step: 1 | -1): void {
  const cards = [...(list?.querySelectorAll<HTMLElement>(".card") ?? [])];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = at === -1 ? 0 : Math.min(Math.max(at + step, 0), cards.length - 1);
  cards[next]?.focus();
  cards[next]?.scrollIntoView({ block: "nearest" });
}
