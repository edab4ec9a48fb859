// Hands the recorder's downloads to the player: the newest from memory, older ones from disk, coming ones when they arrive.
import pTimeout from "p-timeout";

export interface SegmentOffers {
  /** Resolves with a copy as soon as the recorder has the bytes; null after `timeoutMs` or once it is known not to get them. */
  ask(address: string, timeoutMs: number): Promise<ArrayBuffer | null>;
  /** Fresh from the network, and where they are kept. */
  arrived(address: string, bytes: ArrayBuffer, file: string): void;
  /** On disk since an earlier life of the page. */
  kept(address: string, file: string): void;
  failed(address: string): void;
  /** True when someone waits for an address that no playlist has named yet. */
  readonly isAsked: boolean;
  /** A playlist that was asked for at `askedAtMs` names these; whoever asked before and is not served by it waits in vain. */
  listed(addresses: ReadonlySet<string>, askedAtMs: number): void;
}

interface Waiter {
  readonly address: string;
  readonly sinceMs: number;
  readonly settle: (bytes: ArrayBuffer | null) => void;
}

const maxRecent = 8;
/** A player holds the last few segments at most; anything beyond is read from disk. */
const maxRecentBytes = 48 * 1024 * 1024;
const maxKnownFiles = 4000;
const maxWaiters = 50;

export function createSegmentOffers(read: (file: string) => Promise<ArrayBuffer | null>): SegmentOffers {
  const recent = new Map<string, ArrayBuffer>();
  const files = new Map<string, string>();
  const waiters = new Set<Waiter>();

  const settle = (matches: (waiter: Waiter) => boolean, bytes: ArrayBuffer | null) => {
    for (const waiter of waiters) if (matches(waiter)) waiter.settle(bytes?.slice(0) ?? null);
  };
  const remember = (address: string, file: string) => {
    files.set(address, file);
    dropOldest(files, files.size - maxKnownFiles);
  };

  return {
    async ask(address, timeoutMs) {
      const bytes = recent.get(address);
      if (bytes !== undefined) return bytes.slice(0);
      const file = files.get(address);
      if (file !== undefined) return read(file).catch(() => null);
      if (waiters.size >= maxWaiters) return null;
      const { promise, resolve } = Promise.withResolvers<ArrayBuffer | null>();
      const waiter: Waiter = { address, sinceMs: Date.now(), settle: resolve };
      waiters.add(waiter);
      const inTime = pTimeout(promise, { milliseconds: timeoutMs, fallback: () => null });
      return inTime.finally(() => waiters.delete(waiter));
    },
    arrived(address, bytes, file) {
      recent.set(address, bytes);
      remember(address, file);
      dropOldest(recent, recent.size - maxRecent);
      for (let bytesHeld = sizeOf(recent); bytesHeld > maxRecentBytes && recent.size > 1; bytesHeld = sizeOf(recent)) {
        dropOldest(recent, 1);
      }
      settle((waiter) => waiter.address === address, bytes);
    },
    kept: remember,
    failed: (address) => settle((waiter) => waiter.address === address, null),
    get isAsked() {
      return waiters.size > 0;
    },
    listed: (addresses, askedAtMs) =>
      settle((waiter) => waiter.sinceMs <= askedAtMs && !addresses.has(waiter.address), null),
  };
}

function dropOldest(map: Map<string, unknown>, count: number): void {
  for (const key of [...map.keys()].slice(0, Math.max(0, count))) map.delete(key);
}

function sizeOf(map: ReadonlyMap<string, ArrayBuffer>): number {
  return [...map.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
}
