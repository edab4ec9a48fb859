// Repeats a question while someone can see the answer.

/**
 * Runs `ask` at once and then `everyMs` after each answer, pauses while the page is hidden and catches up when it is
 * seen again. Never two at a time. `again` asks now; `stop` ends it and aborts what is under way.
 */
export function pollWhileVisible(
  ask: (signal: AbortSignal) => Promise<void>,
  everyMs: number,
): { readonly again: () => void; readonly stop: () => void } {
  const stopping = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;

  const run = async () => {
    clearTimeout(timer);
    if (isAsking || document.hidden || stopping.signal.aborted) return;
    isAsking = true;
    await ask(stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      })
      .finally(() => {
        isAsking = false;
        if (!stopping.signal.aborted) timer = setTimeout(run, everyMs);
      });
  };
  document.addEventListener("visibilitychange", () => void run(), { signal: stopping.signal });
  void run();
  return {
    again: () => void run(),
    stop: () => {
      clearTimeout(timer);
      stopping.abort();
    },
  };
}
