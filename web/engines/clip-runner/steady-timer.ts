// Time that goes on in a hidden tab: a lease must be renewed every few seconds whether anybody looks or not.

export interface SteadyTimer {
  /** Calls back every second; returns the way to stop. */
  onTick(act: () => void): () => void;
  /** Resolves at the first beat after `ms`; rejects at once with the reason of `signal`. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  destroy(): void;
}

export function createSteadyTimer(): SteadyTimer {
  const acts = new Set<() => void>();
  const worker = new Worker(new URL("./tick-worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = () => {
    for (const act of acts) act();
  };
  const onTick = (act: () => void) => {
    acts.add(act);
    return () => void acts.delete(act);
  };
  return {
    onTick,
    sleep(ms, signal) {
      const untilMs = Date.now() + ms;
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const onAbort = () => {
          stop();
          reject(signal.reason);
        };
        const stop = onTick(() => {
          if (Date.now() < untilMs) return;
          stop();
          signal.removeEventListener("abort", onAbort);
          resolve();
        });
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },
    destroy: () => worker.terminate(),
  };
}
