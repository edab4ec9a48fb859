// Does one thing at a time, over and over: of what is asked for meanwhile only the newest is done.

/** `work` reads what is wanted when it begins, and handles its own failures. */
export function newestOnly(work: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isAsked = false;
  return async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    while (isAsked) {
      isAsked = false;
      await work();
    }
    isRunning = false;
  };
}
