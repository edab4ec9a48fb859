// The bytes of a file on the person's own disk, read in place and a little at a time, also while another program writes it.
import { FileProblem } from "./file-problem.ts";

export interface FileBytes {
  /** How long it was when it was opened; what was written later is not read. */
  readonly size: number;
  /** `0 <= from < to <= size`. Rejects with a {@link FileProblem}: `changed`, `denied` or `gone`. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A handle gives a file that was written to meanwhile; a plain File ends to be readable when it changes. */
export type FileOrigin = File | FileSystemFileHandle;

export interface OpenedFile extends FileBytes {
  readonly name: string;
  readonly lastModifiedMs: number;
}

/**
 * A browser refuses to read a file whose time of change, in whole seconds, is no longer that of its snapshot. A file
 * that is being written meets that once a second at most, so the second snapshot nearly always does; the rest is for
 * disks that answer late.
 */
const snapshots = 5;

export async function openFile(origin: FileOrigin): Promise<OpenedFile> {
  let file = await snapshotOf(origin);
  return {
    name: file.name,
    size: file.size,
    lastModifiedMs: file.lastModified,
    async read(from, to) {
      for (let attempt = 1; ; attempt++) {
        try {
          const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer());
          if (bytes.length < to - from) throw new FileProblem("changed");
          return bytes;
        } catch (error) {
          if (error instanceof FileProblem || !isHandle(origin) || attempt >= snapshots) throw goneOf(error);
          file = await snapshotOf(origin);
        }
      }
    },
  };
}

async function snapshotOf(origin: FileOrigin): Promise<File> {
  if (!isHandle(origin)) return origin;
  return origin.getFile().catch((error: unknown) => {
    throw goneOf(error);
  });
}

function isHandle(origin: FileOrigin): origin is FileSystemFileHandle {
  return "getFile" in origin;
}

function goneOf(error: unknown): FileProblem {
  if (error instanceof FileProblem) return error;
  const name = error instanceof Error ? error.name : "";
  const why =
    name === "NotAllowedError" || name === "SecurityError" ? "denied" : name === "NotFoundError" ? "gone" : "changed";
  return new FileProblem(why, { cause: error });
}
