// Tries something again after failures that may pass, with growing pauses.
import pRetry from "p-retry";
import { ApiError } from "../../api/request.ts";

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** About a minute in all: longer, and the lease is better given to another page. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

/**
 * Throws the last failure, or the signal's reason. What the server refuses for good is thrown at once.
 * `sleep` makes the pauses, because the timers of a hidden page may fire once a minute only.
 */
export async function withRetries<T>(work: () => Promise<T>, sleep: Sleep, signal: AbortSignal): Promise<T> {
  return pRetry(work, {
    retries: pausesMs.length,
    minTimeout: 0,
    signal,
    async shouldRetry({ error, attemptNumber }) {
      if (error instanceof ApiError && error.isRefusal) return false;
      await sleep(pausesMs[attemptNumber - 1] ?? 0, signal);
      return true;
    },
  });
}
