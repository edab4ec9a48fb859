// Deletes recordings that nobody writes any more: all past their age, or the oldest one to make room.
import { recordingsFolder } from "#core/recording/recording-name.ts";
import { namesIn } from "./names-in.ts";
import { indexFile } from "./recording-folder.ts";

interface OldRecording {
  readonly name: string;
  readonly lastWriteMs: number;
}

/** Deletes every other recording whose last segment is older than `keepMs`. */
export async function pruneRecordings(ownName: string, keepMs: number, nowMs: number): Promise<void> {
  const recordings = await openRecordings();
  for (const { name, lastWriteMs } of await oldRecordings(recordings, ownName)) {
    if (nowMs - lastWriteMs > keepMs) await recordings.removeEntry(name, { recursive: true }).catch(() => undefined);
  }
}

/** Deletes the oldest other recording; false when there is none. */
export async function dropOldestRecording(ownName: string): Promise<boolean> {
  const recordings = await openRecordings();
  const [oldest] = (await oldRecordings(recordings, ownName)).sort((a, b) => a.lastWriteMs - b.lastWriteMs);
  if (oldest === undefined) return false;
  return recordings.removeEntry(oldest.name, { recursive: true }).then(
    () => true,
    () => false,
  );
}

async function openRecordings(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(recordingsFolder, { create: true });
}

async function oldRecordings(recordings: FileSystemDirectoryHandle, ownName: string): Promise<OldRecording[]> {
  const found: OldRecording[] = [];
  for (const name of await namesIn(recordings)) {
    if (name === ownName) continue;
    const lastWriteMs = await lastWriteOf(recordings, name);
    if (lastWriteMs !== null) found.push({ name, lastWriteMs });
  }
  return found;
}

/** Null for a recording that is being written: its index cannot be opened a second time. */
async function lastWriteOf(recordings: FileSystemDirectoryHandle, name: string): Promise<number | null> {
  try {
    const folder = await recordings.getDirectoryHandle(name);
    const index = await folder.getFileHandle(indexFile, { create: true });
    (await index.createSyncAccessHandle()).close();
    return (await index.getFile()).lastModified;
  } catch {
    return null;
  }
}
