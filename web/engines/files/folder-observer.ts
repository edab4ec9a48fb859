// Tells when something in a folder changes: at once where the browser has FileSystemObserver, else by looking every few seconds.

interface Observer {
  observe(handle: FileSystemDirectoryHandle): Promise<void>;
  disconnect(): void;
}

/** Chromium 133 and later; of the origin private file system too. */
const { FileSystemObserver } = globalThis as { FileSystemObserver?: new (act: () => void) => Observer };

/** A file that grows tells nothing in some systems, so it is looked at all the same. */
const lookEveryMs = 3_000;

/** Returns the way to stop. Runs in a worker: the timers of a hidden page may ring once a minute only. */
export function observeFolder(folder: FileSystemDirectoryHandle | null, look: () => void): () => void {
  const timer = setInterval(look, lookEveryMs);
  let isOver = false;
  const observer =
    FileSystemObserver === undefined || folder === null ? null : new FileSystemObserver(() => isOver || look());
  // Network drives and some systems refuse; then looking has to do.
  observer?.observe(folder as FileSystemDirectoryHandle).catch(() => undefined);
  return () => {
    isOver = true;
    clearInterval(timer);
    observer?.disconnect();
  };
}
