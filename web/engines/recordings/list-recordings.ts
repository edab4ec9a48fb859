// All recordings of this browser, as a page lists them.
import { keptFile } from "#core/recording/recording-name.ts";
import type { Gap, Mark, Piece, PieceFormat } from "#core/recording/piece.ts";
import { openRecordings } from "./open-recordings.ts";
import type { ReadRecording } from "./read-stored-recording.ts";
import { writtenRecordings } from "./recording-lock.ts";
import { readAllRecordings } from "./stored-readings.ts";

export interface ListedRecording {
  readonly name: string;
  readonly channelKey: string | null;
  /** Event time of its first and last picture. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Footage that is there, milliseconds. */
  readonly heldMs: number;
  readonly bytes: number;
  readonly gaps: readonly Gap[];
  readonly marks: readonly Mark[];
  readonly formats: readonly PieceFormat[];
  /** The first piece with a picture, for a thumbnail; null for sound alone. */
  readonly firstPicture: Piece | null;
  readonly isKept: boolean;
  /** Some tab of this browser is writing it. */
  readonly isRunning: boolean;
  /** As it was read. */
  readonly read: ReadRecording;
}

/**
 * Newest first. One that holds nothing is left out; so is one that cannot be read at this moment. `before` is an earlier
 * list: of what has not grown since, nothing is read again.
 */
export async function listRecordings(before: readonly ListedRecording[] = []): Promise<ListedRecording[]> {
  const written = await writtenRecordings();
  const read = await readAllRecordings(before.map((one) => one.read));
  const recordings = await openRecordings();
  const kept = await Promise.all(read.map(({ name }) => isKept(recordings, name)));
  return read
    .flatMap((one, index) => listed(one, written.has(one.name), kept[index] ?? false) ?? [])
    .sort((a, b) => b.fromMs - a.fromMs);
}

/** No line of the index tells of it. */
async function isKept(recordings: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  const folder = await recordings.getDirectoryHandle(name).catch(() => null);
  return (await folder?.getFileHandle(keptFile).catch(() => null)) != null;
}

function listed(read: ReadRecording, isRunning: boolean, isKept: boolean): ListedRecording | null {
  const { name, channelKey, pieces, gaps, marks, formats } = read;
  const [first] = pieces;
  if (first === undefined) return null;
  const withPicture = new Set(formats.filter(({ video }) => video !== null).map(({ id }) => id));
  const canShow = (piece: Piece) => withPicture.has(piece.format) && piece.lacks !== "picture" && piece.startsWithKey;
  return {
    ...{ name, channelKey, gaps, marks, formats, isKept, isRunning, read },
    fromMs: first.startMs,
    toMs: pieces.reduce((latest, { startMs, durationMs }) => Math.max(latest, startMs + durationMs), 0),
    heldMs: pieces.reduce((sum, { durationMs }) => sum + durationMs, 0),
    bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
    firstPicture: pieces.find(canShow) ?? null,
  };
}
