// The origin private file system as the recording store uses it, in memory, with the real Web Locks of Node beside it.
import { vi } from "vitest";
import type { Piece } from "#core/recording/piece.ts";
import type { IndexLine } from "#core/recording/recording-index.ts";
import { recordingsFolder } from "#core/recording/recording-name.ts";

export interface MemoryDisk {
  readonly recordings: MemoryFolder;
  /** How many bytes all files together may have. */
  roomBytes: number;
}

/** Stands in for `navigator.storage` until the globals are unstubbed. */
export function useMemoryDisk(): MemoryDisk {
  const disk = { roomBytes: Number.POSITIVE_INFINITY };
  const root = new MemoryFolder(() => disk.roomBytes - root.bytes());
  const recordings = root.folder(recordingsFolder);
  const storage = { getDirectory: () => Promise.resolve(root) };
  vi.stubGlobal("navigator", { locks: navigator.locks, storage });
  return Object.assign(disk, { recordings });
}

/** A recording that is over, of these pieces. */
export function storeInMemory({ recordings }: MemoryDisk, name: string, pieces: readonly Piece[]): MemoryFolder {
  const folder = recordings.folder(name);
  const format = { id: "f1", initFile: "f1.init.mp4", video: null, audio: null };
  const lines: IndexLine[] = [
    { type: "opened", channelKey: "twitch:1", playlist: "", atMs: 1 },
    { type: "format", format },
    ...pieces.map((piece): IndexLine => ({ type: "piece", piece })),
  ];
  folder.put("index.jsonl", lines.map((line) => `\n${JSON.stringify(line)}`).join(""));
  folder.put(format.initFile, "");
  for (const { file } of pieces) folder.put(file, new Uint8Array(10));
  return folder;
}

export class MemoryFolder {
  readonly kind = "directory";
  readonly entriesByName = new Map<string, MemoryFolder | MemoryFile>();
  /** Happens before a walk gives a name. */
  onWalk: (name: string) => void = () => undefined;
  #left: () => number;

  constructor(left: () => number) {
    this.#left = left;
  }

  bytes(): number {
    return [...this.entriesByName.values()].reduce((sum, entry) => sum + entry.bytes(), 0);
  }

  folder(name: string): MemoryFolder {
    const folder = (this.entriesByName.get(name) as MemoryFolder | undefined) ?? new MemoryFolder(this.#left);
    this.entriesByName.set(name, folder);
    return folder;
  }

  put(name: string, content: Uint8Array | string): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.entriesByName.set(name, new MemoryFile(this.#left, bytes));
  }

  names(): string[] {
    return [...this.entriesByName.keys()].sort();
  }

  getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    if (!create && !this.entriesByName.has(name)) return Promise.reject(notFound());
    return Promise.resolve(this.folder(name));
  }

  getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    if (create && !this.entriesByName.has(name)) this.put(name, "");
    const file = this.entriesByName.get(name);
    return file === undefined ? Promise.reject(notFound()) : Promise.resolve(file as MemoryFile);
  }

  removeEntry(name: string, _options?: { recursive: boolean }): Promise<void> {
    return this.entriesByName.delete(name) ? Promise.resolve() : Promise.reject(notFound());
  }

  async *keys(): AsyncGenerator<string> {
    for (const name of this.names()) {
      this.onWalk(name);
      yield await Promise.resolve(name);
    }
  }

  async *entries(): AsyncGenerator<[string, MemoryFolder | MemoryFile]> {
    for await (const name of this.keys()) yield [name, this.entriesByName.get(name)!];
  }
}

class MemoryFile {
  readonly kind = "file";
  #content: Uint8Array<ArrayBuffer>;
  #left: () => number;

  constructor(left: () => number, content: Uint8Array) {
    this.#left = left;
    this.#content = new Uint8Array(content);
  }

  bytes(): number {
    return this.#content.length;
  }

  getFile(): Promise<Blob> {
    return Promise.resolve(new Blob([this.#content]));
  }

  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle> {
    const resize = (size: number) => {
      const before = this.#content;
      this.#content = new Uint8Array(size);
      this.#content.set(before.subarray(0, size));
    };
    return Promise.resolve({
      getSize: () => this.#content.length,
      read: (buffer, { at = 0 } = {}) => {
        const read = this.#content.subarray(at, at + buffer.byteLength);
        new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset).set(read);
        return read.length;
      },
      write: (buffer, { at = 0 } = {}) => {
        const end = at + buffer.byteLength;
        if (end - this.#content.length > this.#left()) throw new DOMException("No room.", "QuotaExceededError");
        if (end > this.#content.length) resize(end);
        this.#content.set(new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength), at);
        return buffer.byteLength;
      },
      truncate: resize,
      flush: () => undefined,
      close: () => undefined,
    } satisfies FileSystemSyncAccessHandle);
  }
}

function notFound(): DOMException {
  return new DOMException("It is not there.", "NotFoundError");
}
