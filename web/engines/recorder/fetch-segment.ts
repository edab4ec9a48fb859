// Fetches what belongs to one segment: picture, sound that comes apart, initialization sections; decrypted and looked at.
import { looksLikeMedia } from "#core/recording/looks-like-media.ts";
import type { Gap } from "#core/recording/piece.ts";
import type { MediaResource } from "#core/recording/playlist.ts";
import { download, DownloadError } from "./download.ts";
import { createMediaKeys, KeyError } from "./media-keys.ts";

/** A segment as it can be read; `init` is its initialization section, null where it needs none. */
export interface FetchedMedia {
  readonly bytes: ArrayBuffer;
  readonly init: ArrayBuffer | null;
}

/** `isRefused`: asking again will hardly help. */
export class SegmentError extends Error {
  override readonly name = "SegmentError";
  readonly reason: Gap["reason"];
  readonly isRefused: boolean;
  /** No answer came at all. */
  readonly isOffline: boolean;
  constructor(reason: Gap["reason"], { isRefused = false, isOffline = false, cause }: ErrorOptions & Fate) {
    super(`A segment cannot be had: ${reason}.`, { cause });
    this.reason = reason;
    this.isRefused = isRefused;
    this.isOffline = isOffline;
  }
}

interface Fate {
  readonly isRefused?: boolean;
  readonly isOffline?: boolean;
}

interface WantedMedia extends MediaResource {
  readonly init: MediaResource | null;
}

export interface SegmentFetcher {
  /** `run` is the segment's: what starts anew may have another section at the same address. Throws {@link SegmentError}, or the signal's reason. */
  fetch(wanted: WantedMedia, run: number, patience: Patience, signal: AbortSignal): Promise<FetchedMedia>;
}

/** How long one answer is waited for, and within what time it is asked for once more; the queue tries again later. */
export interface Patience {
  readonly timeoutMs: number;
  readonly againWithinMs: number;
}

/** Of the live edge: a segment that comes late is worth more than the next one in time. */
export const edgePatience: Patience = { timeoutMs: 15_000, againWithinMs: 30_000 };
/** Shorter ones would give up what a fair network brings while the live edge is fetched too. */
const shortestTimeoutMs = 4_000;

/** Of what lies behind it: while one is waited for, the live edge stands still. */
export function backlogPatience(targetDurationMs: number): Patience {
  const timeoutMs = Math.min(Math.max(targetDurationMs, shortestTimeoutMs), edgePatience.timeoutMs);
  return { timeoutMs, againWithinMs: timeoutMs };
}

const tries = 2;
/** A 60 s segment of 8 Mb/s. */
const maxBytes = 64 * 1024 * 1024;
/** Initialization sections of the renditions and qualities in use. */
const maxInits = 16;

export function createSegmentFetcher(): SegmentFetcher {
  const keys = createMediaKeys();
  const inits = new Map<string, ArrayBuffer>();

  const fetchOne = async (
    resource: MediaResource,
    hasInit: boolean,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<ArrayBuffer> => {
    try {
      const { byteRange, encryption } = resource;
      const got = await download(resource.address, { byteRange, ...patience, tries, maxBytes, signal });
      const bytes = encryption === null ? got.bytes : await keys.decrypt(got.bytes, encryption, signal);
      if (looksLikeMedia(new Uint8Array(bytes), hasInit)) return bytes;
      throw new SegmentError(encryption === null ? "unreadable" : "no_key", { isRefused: encryption === null });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof KeyError) throw new SegmentError("no_key", { cause: error });
      if (!(error instanceof DownloadError)) throw error;
      const status = error.status ?? 0;
      throw new SegmentError("fetch_failed", {
        isRefused: status >= 400 && status < 500 && status !== 429,
        isOffline: error.status === null,
        cause: error,
      });
    }
  };

  const initOf = async (
    init: MediaResource,
    run: number,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<ArrayBuffer> => {
    const key = `${run} ${JSON.stringify(init)}`;
    const bytes = inits.get(key) ?? (await fetchOne(init, true, patience, signal));
    inits.delete(key);
    inits.set(key, bytes);
    const oldest = inits.keys().next().value;
    if (inits.size > maxInits && oldest !== undefined) inits.delete(oldest);
    return bytes;
  };

  return {
    async fetch({ init, ...resource }, run, patience, signal) {
      const [bytes, initBytes] = await Promise.all([
        fetchOne(resource, init !== null, patience, signal),
        init === null ? null : initOf(init, run, patience, signal),
      ]);
      return { bytes, init: initBytes };
    },
  };
}
