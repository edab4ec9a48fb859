// Where the recordings of this browser lie: a folder each in the origin private file system.
import { recordingsFolder } from "#core/recording/recording-name.ts";

export async function openRecordings(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(recordingsFolder, { create: true });
}
