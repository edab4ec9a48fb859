// Tells pages of something that changes all the time: the first change at once, all of the next second together. What
// waits is lost with the object, and so are the sockets it was for: they come back for a snapshot.
import { tellWaitMs } from "#core/live/tell-wait.ts";

/** `tell` says how things are when it is called. */
export function atMostEachSecond(tell: () => void): () => void {
  let isWaiting = false;
  let toldAtMs = 0;
  const run = () => {
    isWaiting = false;
    toldAtMs = Date.now();
    tell();
  };
  return () => {
    if (isWaiting) return;
    const waitMs = tellWaitMs(toldAtMs, Date.now());
    if (waitMs === 0) return run();
    isWaiting = true;
    setTimeout(run, waitMs);
  };
}
