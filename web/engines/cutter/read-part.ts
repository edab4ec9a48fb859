// Reads the pieces of one continuous part from disk into memory.
import { decodeEarlier } from "./decode-earlier.ts";
import type { Piece, PieceFormat } from "#core/recording/piece.ts";

/** Ten minutes of 8 Mb/s: more does not fit beside ffmpeg's copy in a page's memory. */
const maxPartBytes = 600 * 1024 * 1024;

/** `path` is relative to the root of the origin private file system. */
export async function openFolder(path: string): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.split("/").filter(Boolean)) folder = await folder.getDirectoryHandle(name);
  return folder;
}

export interface ReadPart {
  /** The initialization section and the pieces after one another: a fragmented MP4. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly firstPiece: Blob;
}

export async function readPart(
  folder: FileSystemDirectoryHandle,
  { initFile }: PieceFormat,
  pieces: readonly Piece[],
): Promise<ReadPart> {
  const files = await Promise.all([initFile, ...pieces.map(({ file }) => file)].map((name) => open(folder, name)));
  const firstPiece = files[1];
  if (firstPiece === undefined) throw new Error("The footage for this clip was not recorded.");
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > maxPartBytes) throw new Error("The clip is too long to be cut in the page.");
  const bytes = new Uint8Array(total);
  const staged: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    bytes.set(new Uint8Array(await file.arrayBuffer()), at);
    staged.push(bytes.subarray(at, at + file.size));
    at += file.size;
  }
  decodeEarlier(staged.slice(1));
  return { bytes, firstPiece };
}

async function open(folder: FileSystemDirectoryHandle, name: string): Promise<File> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (cause) {
    throw new Error("Part of the footage is no longer on disk.", { cause });
  }
}
