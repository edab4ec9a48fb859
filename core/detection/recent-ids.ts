// The message ids of the last two minutes, to ignore what a reconnect or a resent webhook brings twice.

/** Two generations: the older is dropped whole, so forgetting costs nothing per message. Ids are kept as 32-bit hashes. */
export interface RecentIds {
  newer: Set<number>;
  older: Set<number>;
  /** Epoch seconds when `newer` was begun. */
  sinceSecond: number;
}

const generationSeconds = 120;
// Bounds memory and the kept state on a chat of hundreds of messages a second. Two ids in a full memory share a hash
// with a chance of about one in a million for each message; it would then be missed in the count, no more.
const maxPerGeneration = 2048;

export function createRecentIds(): RecentIds {
  return { newer: new Set(), older: new Set(), sinceSecond: 0 };
}

/** True when the id was not seen lately; remembers it. */
export function isFirstSight(ids: RecentIds, id: string, atSecond: number): boolean {
  const hash = hash32(id);
  if (ids.newer.has(hash) || ids.older.has(hash)) return false;
  if (ids.newer.size >= maxPerGeneration || Math.abs(atSecond - ids.sinceSecond) >= generationSeconds) {
    ids.older = ids.newer;
    ids.newer = new Set();
    ids.sinceSecond = atSecond;
  }
  ids.newer.add(hash);
  return true;
}

/** FNV-1a over UTF-16 units with a final mix; good enough to tell ids apart, and it keeps people's ids out of storage. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
