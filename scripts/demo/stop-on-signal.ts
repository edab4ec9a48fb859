// Ctrl+C: once stops in order, twice at once.

/**
 * npm, the shell and the terminal may each pass on the same Ctrl+C, so what follows within half a second is that one.
 */
const sameKeyMs = 500;

export function stopOnSignal(stop: () => void, kill: () => void): void {
  let firstMs: number | null = null;
  const heard = () => {
    const nowMs = performance.now();
    if (firstMs === null) {
      firstMs = nowMs;
      stop();
    } else if (nowMs - firstMs > sameKeyMs) kill();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, heard);
}
