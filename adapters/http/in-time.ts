// Bounds a call to the outside in time. AbortSignal.timeout would do, but its timer goes on after the answer and keeps
// the object that asked in memory until it fires.

/** Runs `call` with a signal that aborts after `ms`, and not once the call has ended. */
export async function inTime<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new DOMException("timed out", "TimeoutError")), ms);
  try {
    return await call(timeout.signal);
  } finally {
    clearTimeout(timer);
  }
}
