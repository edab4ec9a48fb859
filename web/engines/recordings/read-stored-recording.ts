// Reads a recording that this page does not write: its index beside the names of its files.
import { z } from "zod";
import { readIndex, type RecordingIndex } from "#core/recording/recording-index.ts";
import { indexFile, keptFile } from "#core/recording/recording-name.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { namesIn } from "../recorder/names-in.ts";

export interface ReadRecording extends RecordingIndex {
  readonly name: string;
  readonly isKept: boolean;
  /** Changes with every line of the index. */
  readonly indexBytes: number;
  /** False when the index is longer than what is read of it. */
  readonly isReadWhole: boolean;
  /** How many files lie in its folder. */
  readonly files: number;
}

/** While a line is being appended the index cannot be read (NotReadableError, four times in a hundred). */
const readTries = 20;
const readPauseMs = 25;
const maxIndexBytes = 64 * 1024 * 1024;
const lineSchema = z.object({ piece: z.object({ file: z.string(), bytes: z.number() }) });

/**
 * Null for what is no recording, is gone, or cannot be read at this moment. `before` is an earlier reading: it is answered
 * again while neither the index nor the number of files has changed.
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
  // Another tab may delete the folder during the walk.
  const names = await namesIn(folder).then(
    (all) => new Set(all),
    () => null,
  );
  if (names === null) return null;
  if (before !== null && before.indexBytes === indexBytes && before.files === names.size) return before;
  const text = await readText(index);
  if (text === null) return null;
  const read = readIndex(text, believedBytes(text, names));
  return {
    ...read,
    name,
    isKept: names.has(keptFile),
    indexBytes: indexBytes ?? 0,
    files: names.size,
    isReadWhole: indexBytes !== null && indexBytes <= maxIndexBytes,
  };
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
