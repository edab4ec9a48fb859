// Reads the segments of one continuous part from disk into one piece of memory.
import type { Segment } from "#core/recording/segment.ts";

/** Ten minutes of 8 Mb/s: more does not fit beside ffmpeg's copy in a page's memory. */
const maxPartBytes = 600 * 1024 * 1024;

/** `path` is relative to the root of the origin private file system. */
export async function openFolder(path: string): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.split("/").filter(Boolean)) folder = await folder.getDirectoryHandle(name);
  return folder;
}

/** The bytes of the segments after one another, led by their initialization section where they have one. */
export async function readPart(
  folder: FileSystemDirectoryHandle,
  segments: readonly Segment[],
): Promise<Uint8Array<ArrayBuffer>> {
  const initFile = segments[0]?.initFile ?? null;
  const names = segments.map((segment) => segment.file);
  const files = await Promise.all((initFile === null ? names : [initFile, ...names]).map((name) => open(folder, name)));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > maxPartBytes) throw new Error("The clip is too long to be cut in the page.");
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const file of files) {
    bytes.set(new Uint8Array(await file.arrayBuffer()), at);
    at += file.size;
  }
  return bytes;
}

async function open(folder: FileSystemDirectoryHandle, name: string): Promise<File> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (cause) {
    throw new Error("Part of the footage is no longer on disk.", { cause });
  }
}
