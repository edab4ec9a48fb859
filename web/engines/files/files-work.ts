// What the page asks of the worker of a person's own files.
import type { TimeRange } from "#core/moments/moment.ts";
import type { FileOrigin } from "./file-bytes.ts";
import type { OwnFilesView } from "./files.types.ts";

export interface FilesWork {
  /** Comes first. */
  open(channel: { readonly channelKey: string; readonly login: string }, onView: (view: OwnFilesView) => void): void;
  add(id: string, origin: FileOrigin): void;
  remove(id: string): void;
  setBegin(id: string, beginMs: number | null): void;
  setSessionStart(startedAtMs: number | null): void;
  want(ranges: readonly TimeRange[]): void;
  /** Null for none. Without permission the folder is named and not looked into. */
  watch(folder: FileSystemDirectoryHandle | null, isAllowed: boolean): void;
  pictureAt(id: string, offsetMs: number): Promise<ImageBitmap | null>;
}
