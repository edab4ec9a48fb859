// One recording on disk: a folder of immutable piece files and an index that only this worker opens.
import {
  compacted,
  orphansOf,
  readIndex,
  type IndexLine,
  type RecordingIndex,
} from "#core/recording/recording-index.ts";
import {
  indexFile,
  keptFile,
  recordingName,
  recordingPrefix,
  recordingsFolder,
} from "#core/recording/recording-name.ts";
import { holdRecording } from "../recordings/recording-lock.ts";
import { namesIn } from "./names-in.ts";

export interface RecordingFolder {
  readonly name: string;
  /** What earlier lives of the recorder left. */
  readonly index: RecordingIndex;
  /** Returns once the bytes are on disk. Throws QuotaExceededError and leaves nothing behind when there is no room. */
  write(file: string, bytes: ArrayBuffer): Promise<void>;
  /** Null when the file is not there. */
  read(file: string): Promise<ArrayBuffer | null>;
  /** False when it could not be deleted. */
  remove(file: string): Promise<boolean>;
  /** Adds a line and returns once it is on disk. Throws as `write` does. */
  append(line: IndexLine): void;
  close(): void;
}

interface Wanted {
  readonly channelKey: string;
  readonly login: string;
  readonly sessionNumber: number;
  readonly nowMs: number;
}

/** Bounds the index read at the start; a day of pieces is a tenth of it. */
const maxIndexBytes = 64 * 1024 * 1024;
/** After a reload the page before may still be closing its files, and so hold the recording. */
const openWaitMs = 10_000;
const openTries = 40;
const openPauseMs = 250;

/** Goes on with the newest recording of the session, or begins one. */
export async function openRecordingFolder(wanted: Wanted): Promise<RecordingFolder> {
  const root = await navigator.storage.getDirectory();
  const recordings = await root.getDirectoryHandle(recordingsFolder, { create: true });
  const prefix = recordingPrefix(wanted.login, wanted.sessionNumber);
  const names = (await namesIn(recordings))
    .filter((name) => name.startsWith(prefix))
    .sort()
    .reverse();
  for (const name of names.slice(0, 20)) {
    // One that cannot be opened is being written by the tab of another channel.
    const folder = await openNamedFolder(recordings, name, wanted.channelKey).catch(() => null);
    // The same login on the other platform is another channel.
    if (folder?.index.channelKey === wanted.channelKey) return folder;
    folder?.close();
  }
  const taken = new Set(names);
  let name = recordingName({ ...wanted, startedAtMs: wanted.nowMs });
  for (let later = 1; taken.has(name) && later <= taken.size; later++) {
    name = recordingName({ ...wanted, startedAtMs: wanted.nowMs + later * 1000 });
  }
  return openNamedFolder(recordings, name, wanted.channelKey);
}

/**
 * Holds the lock of the recording until it is closed, so that nobody deletes of it meanwhile. Tidies it up if it is of
 * this channel: the name does not tell that.
 */
export async function openNamedFolder(
  recordings: FileSystemDirectoryHandle,
  name: string,
  channelKey: string,
): Promise<RecordingFolder> {
  const letGo = await holdRecording(name, openWaitMs);
  try {
    return await openHeld(recordings, name, channelKey, letGo);
  } catch (error) {
    letGo();
    throw error;
  }
}

async function openHeld(
  recordings: FileSystemDirectoryHandle,
  name: string,
  channelKey: string,
  letGo: () => void,
): Promise<RecordingFolder> {
  const folder = await recordings.getDirectoryHandle(name, { create: true });
  const handle = await openExclusively(await folder.getFileHandle(indexFile, { create: true }));
  const { text, isWhole } = readAll(handle);
  const index = readIndex(text, await sizesIn(folder));
  const remove = (file: string) =>
    folder.removeEntry(file).then(
      () => true,
      () => false,
    );
  // What is missing in part of an index may stand in the rest.
  if (isWhole && index.channelKey === channelKey) {
    rewrite(handle, compacted(text, index));
    await Promise.all(orphansOf(await namesIn(folder), index, [indexFile, keptFile]).map(remove));
  }
  let end = handle.getSize();

  return {
    name,
    index,
    remove,
    async write(file, bytes) {
      const target = await (await folder.getFileHandle(file, { create: true })).createSyncAccessHandle();
      try {
        target.truncate(0);
        writeWhole(target, new Uint8Array(bytes), 0);
        target.flush();
      } catch (error) {
        target.close();
        await remove(file);
        throw error;
      }
      target.close();
    },
    async read(file) {
      const found = await folder.getFileHandle(file).catch(() => null);
      return found === null ? null : (await found.getFile()).arrayBuffer();
    },
    append(line) {
      // A torn line of a crash has no newline; beginning with one keeps this line whole.
      const bytes = new TextEncoder().encode(`\n${JSON.stringify(line)}`);
      try {
        writeWhole(handle, bytes, end);
        handle.flush();
      } catch (error) {
        handle.truncate(end);
        throw error;
      }
      end += bytes.length;
    },
    close() {
      handle.close();
      letGo();
    },
  };
}

async function openExclusively(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (attempt >= openTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, openPauseMs));
    }
  }
}

function readAll(handle: FileSystemSyncAccessHandle): { text: string; isWhole: boolean } {
  const size = handle.getSize();
  const from = Math.max(0, size - maxIndexBytes);
  const bytes = new Uint8Array(size - from);
  handle.read(bytes, { at: from });
  return { text: new TextDecoder().decode(bytes), isWhole: from === 0 };
}

function rewrite(handle: FileSystemSyncAccessHandle, text: string | null): void {
  if (text === null) return;
  const bytes = new TextEncoder().encode(text);
  writeWhole(handle, bytes, 0);
  // All of it lies on disk before the old end goes.
  handle.flush();
  handle.truncate(bytes.length);
  handle.flush();
}

function writeWhole(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  const written = handle.write(bytes, { at });
  if (written !== bytes.length) throw new DOMException("The disk took only part of the bytes.", "QuotaExceededError");
}

async function sizesIn(folder: FileSystemDirectoryHandle): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for await (const [name, entry] of folder.entries()) {
    // The index is open, and an open file must not be read.
    if (entry.kind === "file" && name !== indexFile)
      sizes.set(name, (await (entry as FileSystemFileHandle).getFile()).size);
  }
  return sizes;
}
