// Who writes a recording holds its lock, so that no page deletes what is being written. The lock of a worker that crashes
// or is terminated is given back by the browser.

const prefix = "recording:";

/** Runs `work` unless somebody writes the recording; null when somebody does. */
export async function withRecording<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  return navigator.locks.request(`${prefix}${name}`, { ifAvailable: true }, async (lock) =>
    lock === null ? null : await work(),
  );
}

/** Resolves with the way to let go once the lock is held. Rejects when another holds it for longer than `waitMs`. */
export async function holdRecording(name: string, waitMs: number): Promise<() => void> {
  const { promise: isOver, resolve: letGo } = Promise.withResolvers<void>();
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(waitMs);
    navigator.locks
      .request(`${prefix}${name}`, { signal }, () => {
        resolve(letGo);
        return isOver;
      })
      .catch(reject);
  });
}

/** The names of all recordings that are being written, in any tab. */
export async function writtenRecordings(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name = "" }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
