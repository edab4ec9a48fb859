// The page's side of a tab capture: asks, lets the mark blink, hands the share to the recorder's worker, and says how it is.
import type { Capture, CaptureStatus, ShareDelay, ShareWork } from "./capture.types.ts";
import { blinkMark } from "./blink-mark.ts";
import { shareTab, type SharedTab } from "./share-tab.ts";

const idle: CaptureStatus = {
  ...{ phase: "idle", problem: null, scope: null, hasSound: false, sight: null, latency: null },
};

export function createCapture(work: ShareWork, startDelay: ShareDelay): Capture {
  const listeners = new Set<(status: CaptureStatus) => void>();
  let status = idle;
  let delay = startDelay;
  let shared: SharedTab | null = null;
  let isDestroyed = false;

  const change = (next: Partial<CaptureStatus>) => {
    if (next.sight !== undefined) status.sight?.thumbnail?.close();
    status = { ...status, ...next };
    for (const listener of listeners) listener(status);
  };
  const end = (problem: CaptureStatus["problem"]) => {
    shared?.stop();
    shared = null;
    change({ phase: "ended", problem, scope: null, sight: null });
  };

  const record = async (tab: SharedTab, part: Element) => {
    const { pictures, sounds, scope } = tab;
    change({ ...{ phase: "measuring", scope }, hasSound: sounds !== null });
    const recorded = work.share({ pictures, sounds }, delay, (sight) => {
      if (shared === tab) change({ sight });
      else sight.thumbnail?.close();
    });
    const measured = blinkMark(part)
      .then((blinks) => work.blinked(blinks))
      .then((latency) => shared === tab && change({ phase: "recording", latency }));
    await Promise.all([recorded, measured]);
  };

  return {
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async begin(part) {
      if (status.phase !== "idle" && status.phase !== "ended") return;
      change({ phase: "asking", problem: null, latency: null });
      const answer = await shareTab(part);
      if (answer.status === "problem") return change({ phase: "ended", problem: answer.problem });
      if (isDestroyed) return answer.stop();
      shared = answer;
      try {
        await record(answer, part);
        end(null);
      } catch {
        end("cannot_encode");
      }
    },
    setDelay(next) {
      delay = next;
      if (shared !== null) work.setDelay(delay);
    },
    stop: () => shared?.stop(),
    destroy() {
      isDestroyed = true;
      shared?.stop();
      status.sight?.thumbnail?.close();
      listeners.clear();
    },
  };
}
