// The recordings beside the one that a worker writes, as it last saw them, and the way to free some of theirs.
import type { RecordingStanding, StoredPiece } from "#core/recording/plan-freeing.ts";
import { keptFile } from "#core/recording/recording-name.ts";
import { openRecordings } from "./open-recordings.ts";
import { readStoredRecording, type ReadRecording } from "./read-stored-recording.ts";
import { withRecording, writtenRecordings } from "./recording-lock.ts";

export interface OtherRecording {
  readonly name: string;
  readonly channelKey: string | null;
  readonly standing: Exclude<RecordingStanding, "running">;
  readonly pieces: readonly StoredPiece[];
}

export interface OtherRecordings {
  all(): readonly OtherRecording[];
  /** A person has said that the recording of this worker stays, as was last seen. */
  readonly isOwnKept: boolean;
  /** Whether a person has said so by this moment. */
  askOwnKept(): Promise<boolean>;
  look(): Promise<void>;
  /** Returns those that are off the disk. A recording that some tab has begun to write loses nothing. */
  remove(name: string, pieces: readonly StoredPiece[]): Promise<StoredPiece[]>;
}

const maxRecordings = 1000;

export function createOtherRecordings(ownName: string): OtherRecordings {
  const known = new Map<string, OtherRecording & { readonly read: ReadRecording }>();
  let isOwnKept = false;

  const lookAt = async (recordings: FileSystemDirectoryHandle, name: string, isWritten: boolean) => {
    const before = known.get(name);
    const isKept = await hasFile(recordings, name, keptFile);
    const standing = isWritten ? "elsewhere" : isKept ? "kept" : "ended";
    const read = await readStoredRecording(recordings, name, before?.read);
    if (read !== null) known.set(name, { name, channelKey: read.channelKey, standing, pieces: read.pieces, read });
    else if (before !== undefined) known.set(name, { ...before, standing });
  };

  const askOwnKept = async () => {
    isOwnKept = await hasFile(await openRecordings(), ownName, keptFile);
    return isOwnKept;
  };

  return {
    all: () => [...known.values()],
    askOwnKept,
    get isOwnKept() {
      return isOwnKept;
    },
    async look() {
      const recordings = await openRecordings();
      const written = await writtenRecordings();
      const names: string[] = [];
      for await (const name of recordings.keys()) if (names.push(name) >= maxRecordings) break;
      for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
      for (const name of names) if (name !== ownName) await lookAt(recordings, name, written.has(name));
      await askOwnKept();
    },
    async remove(name, pieces) {
      const before = known.get(name);
      const gone = await withRecording(name, () => removeFiles(name, pieces));
      if (gone === null || before === undefined) return [];
      if (gone === "kept") {
        known.set(name, { ...before, standing: "kept" });
        return [];
      }
      const files = new Set(gone.map(({ file }) => file));
      const left = before.pieces.filter(({ file }) => !files.has(file));
      if (left.length > 0) known.set(name, { ...before, pieces: left });
      else known.delete(name);
      return gone;
    },
  };
}

async function removeFiles(name: string, pieces: readonly StoredPiece[]): Promise<StoredPiece[] | "kept"> {
  const recordings = await openRecordings();
  const folder = await recordings.getDirectoryHandle(name).catch(() => null);
  if (folder === null) return [];
  if (await hasFile(recordings, name, keptFile)) return "kept";
  // Another tab may have written to it since it was read.
  const read = await readStoredRecording(recordings, name);
  const doomed = new Set(pieces.map(({ file }) => file));
  if (read?.isReadWhole === true && read.pieces.every(({ file }) => doomed.has(file))) {
    const isGone = await recordings.removeEntry(name, { recursive: true }).then(
      () => true,
      () => false,
    );
    if (isGone) return [...pieces];
  }
  const gone: StoredPiece[] = [];
  for (const piece of pieces) {
    // A person may say so while it goes.
    if (await hasFile(recordings, name, keptFile)) break;
    const isGone = await folder.removeEntry(piece.file).then(
      () => true,
      () => false,
    );
    if (isGone) gone.push(piece);
  }
  return gone;
}

async function hasFile(recordings: FileSystemDirectoryHandle, name: string, file: string): Promise<boolean> {
  const folder = await recordings.getDirectoryHandle(name).catch(() => null);
  return folder !== null && (await folder.getFileHandle(file).catch(() => null)) !== null;
}
