// Which files of a watched folder are footage of now: the newest few that were written to since the stream began.

export interface SeenFile {
  readonly name: string;
  readonly handle: FileSystemFileHandle;
  readonly lastModifiedMs: number;
}

/** By their names; what is inside decides. FLV is among them so that a person learns why it cannot be used. */
const videoName = /\.(mp4|m4v|mov|mkv|webm|ts|m2ts|flv)$/i;
/** A folder of years of recordings is not opened as a whole. */
const maxEntries = 5_000;
const maxFiles = 24;
/** OBS is often started before the stream. */
const beforeSessionMs = 6 * 3_600_000;
/** Without a session: the recordings of today. */
const recentMs = 24 * 3_600_000;

/** Newest first. Rejects with a NotFoundError when the folder is gone, and a NotAllowedError when it may not be read. */
export async function footageIn(
  folder: FileSystemDirectoryHandle,
  sessionStartMs: number | null,
  nowMs: number,
): Promise<SeenFile[]> {
  const sinceMs = sessionStartMs === null ? nowMs - recentMs : Math.min(sessionStartMs - beforeSessionMs, nowMs);
  const seen: SeenFile[] = [];
  let entries = 0;
  for await (const entry of folder.values()) {
    if (++entries > maxEntries) break;
    if (entry.kind !== "file" || !videoName.test(entry.name)) continue;
    const handle = entry as FileSystemFileHandle;
    // A file that is renamed at this moment is seen by the next look.
    const file = await handle.getFile().catch(() => null);
    if (file !== null && file.lastModified >= sinceMs)
      seen.push({ name: entry.name, handle, lastModifiedMs: file.lastModified });
  }
  return seen.toSorted((a, b) => b.lastModifiedMs - a.lastModifiedMs).slice(0, maxFiles);
}
