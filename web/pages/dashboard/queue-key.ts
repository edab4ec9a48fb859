// Which key means what in the queue of candidates.

export type QueueKey = "next" | "previous" | "approve" | "reject" | "edit";

/** Anywhere on the page. */
const moving: Readonly<Record<string, QueueKey>> = { j: "next", k: "previous" };
/** Only while a card has focus: nothing is answered that is not pointed at. */
const answering: Readonly<Record<string, QueueKey>> = { a: "approve", r: "reject", e: "edit" };

interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for keys that mean nothing or belong to the browser. A key held down moves on, but answers nothing. */
export function queueKey(press: KeyPress, isOnCard: boolean): QueueKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const key = press.key.toLowerCase();
  const move = moving[key] ?? null;
  if (move !== null) return move;
  return isOnCard && !press.repeat ? (answering[key] ?? null) : null;
}
