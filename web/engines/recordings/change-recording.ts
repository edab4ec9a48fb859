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
