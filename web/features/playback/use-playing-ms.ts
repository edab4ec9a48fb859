// Where a video element is, in event time, as a signal.
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** The player tells by its clock some four times a second, and when somebody seeks. */
const events = ["timeupdate", "seeking", "seeked", "emptied", "loadeddata"] as const;

export function usePlayingMs(video: HTMLVideoElement | null, playingMs: () => number | null) {
  const at = useSignal<number | null>(null);
  useEffect(() => {
    if (video === null) return undefined;
    const read = () => (at.value = playingMs());
    for (const name of events) video.addEventListener(name, read);
    return () => {
      for (const name of events) video.removeEventListener(name, read);
      at.value = null;
    };
  }, [video]);
  return at as ReadonlySignal<number | null>;
}
