// A wait that can be cut short, because somebody asks for something new.

export interface Wakeable {
  /** Waits `ms`, or until woken, but never less than `leastMs`. Ends at once when `signal` is aborted. */
  nap(ms: number, leastMs: number, signal: AbortSignal): Promise<void>;
  wake(): void;
}

export function createWakeable(): Wakeable {
  let end: (() => void) | null = null;
  let isWanted = false;
  return {
    async nap(ms, leastMs, signal) {
      const earliestAtMs = performance.now() + leastMs;
      await new Promise<void>((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", finish);
          end = null;
          isWanted = false;
          resolve();
        };
        let timer = setTimeout(finish, ms);
        signal.addEventListener("abort", finish, { once: true });
        end = () => {
          clearTimeout(timer);
          timer = setTimeout(finish, Math.max(0, earliestAtMs - performance.now()));
        };
        if (signal.aborted) finish();
        else if (isWanted) end();
      });
    },
    wake() {
      isWanted = true;
      end?.();
    },
  };
}
