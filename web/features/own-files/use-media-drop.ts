// Takes video files dropped anywhere on the page. One that misses a smaller target would be opened by the browser in place
// of the page, which ends the recording.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FileOrigin } from "../../engines/files/file-bytes.ts";

/** Chromium gives the handle of a dropped file, by which one that still grows can be read again. */
interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

interface Dropped {
  readonly files: readonly FileOrigin[];
  readonly folders: readonly FileSystemDirectoryHandle[];
}

/** @returns whether something is held over the page. An open dialog takes what is dropped for itself. */
export function useMediaDrop(onDrop: (dropped: Dropped) => void): ReadonlySignal<boolean> {
  const isOver = useSignal(false);
  const newest = useRef(onDrop);
  newest.current = onDrop;
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const isOurs = (event: DragEvent) =>
      event.dataTransfer?.types.includes("Files") === true && document.querySelector("dialog[open]") === null;
    const over = (event: DragEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      isOver.value = false;
      if (!isOurs(event) || event.dataTransfer === null) return;
      event.preventDefault();
      // Items are gone with the event, so all are asked before any answer is awaited.
      const asked = [...event.dataTransfer.items].filter(({ kind }) => kind === "file").map(originOf);
      void Promise.all(asked).then((origins) => {
        const found = origins.filter((origin) => origin !== null);
        newest.current({
          files: found.filter((origin) => !isFolder(origin)) as FileOrigin[],
          folders: found.filter(isFolder),
        });
      });
    };
    document.addEventListener("dragover", over, { signal });
    document.addEventListener("dragleave", leave, { signal });
    document.addEventListener("drop", drop, { signal });
    return () => ended.abort();
  }, [isOver]);
  return isOver;
}

async function originOf(item: DroppedItem): Promise<FileOrigin | FileSystemDirectoryHandle | null> {
  const file = item.getAsFile();
  const handle = (await item.getAsFileSystemHandle?.().catch(() => null)) ?? null;
  return handle === null ? file : (handle as FileSystemFileHandle | FileSystemDirectoryHandle);
}

function isFolder(origin: FileOrigin | FileSystemDirectoryHandle): origin is FileSystemDirectoryHandle {
  return "kind" in origin && origin.kind === "directory";
}
