// Takes a file dropped anywhere on the page. One that misses a smaller target would be opened by the browser in place of
// the page, which ends the recording.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** @returns whether a file is held over the page. */
export function useFileDrop(onFile: (file: File) => void): ReadonlySignal<boolean> {
  const isOver = useSignal(false);
  const newest = useRef(onFile);
  newest.current = onFile;
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const over = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    // Leaving one element for another names that other.
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      isOver.value = false;
      const file = event.dataTransfer?.files[0];
      if (file) newest.current(file);
    };
    document.addEventListener("dragover", over, { signal });
    document.addEventListener("dragleave", leave, { signal });
    document.addEventListener("drop", drop, { signal });
    return () => ended.abort();
  }, [isOver]);
  return isOver;
}
