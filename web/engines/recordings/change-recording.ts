// What a person does to a stored recording: keep it, or delete it.
import { openRecordings } from "./open-recordings.ts";
import { keptFile } from "#core/recording/recording-name.ts";
import { withRecording } from "./recording-lock.ts";

/** A kept recording never goes by itself, also one that still records. */
export async function keepRecording(name: string, isKept: boolean): Promise<void> {
  const folder = await (await openRecordings()).getDirectoryHandle(name);
  if (isKept) await folder.getFileHandle(keptFile, { create: true });
  else await folder.removeEntry(keptFile).catch(() => undefined);
}

/** `running`: some tab writes it, so it stays. */
export async function deleteRecording(name: string): Promise<"deleted" | "running"> {
  const recordings = await openRecordings();
  const isGone = await withRecording(name, async () => {
    await recordings.removeEntry(name, { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
    });
    return true;
  });
  return isGone === null ? "running" : "deleted";
}

/** A recording that is not to be used any more goes, unless a person keeps it or some tab writes it. */
export async function dropRecording(name: string): Promise<void> {
  const recordings = await openRecordings();
  await withRecording(name, async () => {
    const folder = await recordings.getDirectoryHandle(name).catch(() => null);
    if (folder === null || (await folder.getFileHandle(keptFile).catch(() => null)) !== null) return;
    await recordings.removeEntry(name, { recursive: true }).catch(() => undefined);
  });
}
