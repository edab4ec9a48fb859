// Reads a recording that this page does not write: its index beside the names of its files.
import { z } from "zod";
import { readIndex, type RecordingIndex } from "#core/recording/recording-index.ts";
import { indexFile, keptFile } from "#core/recording/recording-name.ts";
import { parseJson } from "#core/text/parse-json.ts";

export interface ReadRecording extends RecordingIndex {
  readonly name: string;
  readonly isKept: boolean;
  /** Changes with every line of the index. */
  readonly indexBytes: number;
}

/** While a line is being appended the index cannot be read (NotReadableError, four times in a hundred). */
const readTries = 20;
const readPauseMs = 25;
const maxIndexBytes = 64 * 1024 * 1024;
const lineSchema = z.object({ piece: z.object({ file: z.string(), bytes: z.number() }) });

/**
 * Null for what is no recording, is gone, or cannot be read at this moment. `before` is an earlier reading: it is answered
 * again while the index has not grown, and may then name pieces that have been deleted since.
 */
export async function readStoredRecording(
  recordings: FileSystemDirectoryHandle,
  name: string,
  before: ReadRecording | null = null,
): Promise<ReadRecording | null> {
  const folder = await recordings.getDirectoryHandle(name).catch(() => null);
  const index = await folder?.getFileHandle(indexFile).catch(() => null);
  if (!folder || !index) return null;
  const indexBytes = await index.getFile().then(
    ({ size }) => size,
    () => null,
  );
  if (before !== null && before.indexBytes === indexBytes) return before;
  const text = await readText(index);
  if (text === null) return null;
  const names = new Set<string>();
  for await (const file of folder.keys()) names.add(file);
  const read = readIndex(text, believedBytes(text, names));
  return { ...read, name, isKept: names.has(keptFile), indexBytes: indexBytes ?? 0 };
}

async function readText(index: FileSystemFileHandle): Promise<string | null> {
  for (let tried = 0; tried < readTries; tried++) {
    const text = await index
      .getFile()
      .then((file) => file.slice(-maxIndexBytes).text())
      .catch(() => null);
    if (text !== null) return text;
    await new Promise((resolve) => setTimeout(resolve, readPauseMs));
  }
  return null;
}

/**
 * A line is written after its file is whole, so a file that is there has the size of its line. Asking each of ten thousand
 * files would take seconds; a tab that is killed while it writes leaves a file without a line.
 */
function believedBytes(text: string, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const sizes = new Map([...names].map((name) => [name, 0]));
  for (const line of text.split("\n")) {
    const piece = lineSchema.safeParse(parseJson(line)).data?.piece;
    if (piece !== undefined && names.has(piece.file)) sizes.set(piece.file, piece.bytes);
  }
  return sizes;
}
