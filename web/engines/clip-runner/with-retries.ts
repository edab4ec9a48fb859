// Tries something again after failures that may pass, with growing pauses.
import { AppError, errorKinds } from "#core/errors.ts";

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** About a minute in all: longer, and the lease is better given to another page. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

/** Throws the last failure, or the signal's reason. What the server refuses for good is thrown at once. */
export async function withRetries<T>(work: () => Promise<T>, sleep: Sleep, signal: AbortSignal): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError && errorKinds[error.code].queue === "ack") throw error;
      await sleep(pauseMs, signal);
    }
  }
  return work();
}
