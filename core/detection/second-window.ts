// The last minutes of a channel as a ring of one-second buckets in event time. Writing is O(1), memory is constant,
// and a second that nobody wrote in takes no room and counts zero.
import { emptySecond, type Second } from "./second.ts";

/** Room for a message a minute late, the half minute its windows look back on, and the walk back to an onset. */
export const ringSeconds = 180;

export interface SecondWindow {
  /** Slot `second % ringSeconds`; it is stale unless it holds that very second. */
  readonly slots: (Second | null)[];
}

export function createSecondWindow(): SecondWindow {
  return { slots: Array.from({ length: ringSeconds }, () => null) };
}

/** The bucket of a second, or null when nothing was counted in it. */
export function secondAt(window: SecondWindow, second: number): Second | null {
  const slot = window.slots[second % ringSeconds];
  return slot?.second === second ? slot : null;
}

/** The bucket of a second to write to; null when the ring has moved on to a later one. */
export function openSecond(window: SecondWindow, second: number): Second | null {
  const slot = window.slots[second % ringSeconds];
  if (slot?.second === second) return slot;
  if (slot && slot.second > second) return null;
  const opened = emptySecond(second);
  window.slots[second % ringSeconds] = opened;
  return opened;
}

/** Puts a bucket counted elsewhere in its place. */
export function putSecond(window: SecondWindow, second: Second): void {
  window.slots[second.second % ringSeconds] = second;
}

/** The sum of one number over `length` seconds ending with and including `last`. `length` is at most the ring's. */
export function sumBack(window: SecondWindow, last: number, length: number, read: (second: Second) => number): number {
  let sum = 0;
  for (let back = 0; back < length; back++) {
    const bucket = secondAt(window, last - back);
    if (bucket) sum += read(bucket);
  }
  return sum;
}

/** The name counted most over `length` seconds ending with `last`, and how often; null when none was. */
export function topName(
  window: SecondWindow,
  last: number,
  length: number,
  read: (second: Second) => ReadonlyMap<string, number> | null,
): { name: string; count: number } | null {
  const totals = new Map<string, number>();
  for (let back = 0; back < length; back++) {
    const bucket = secondAt(window, last - back);
    for (const [name, count] of (bucket && read(bucket)) ?? []) totals.set(name, (totals.get(name) ?? 0) + count);
  }
  let top: { name: string; count: number } | null = null;
  for (const [name, count] of totals) if (!top || count > top.count) top = { name, count };
  return top;
}
