// All recordings of this browser, as a page lists them.
import type { Gap, Piece, PieceFormat } from "#core/recording/piece.ts";
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
  readonly formats: readonly PieceFormat[];
  /** The first piece with a picture, for a thumbnail; null for sound alone. */
  readonly firstPicture: Piece | null;
  readonly isKept: boolean;
  /** Some tab of this browser is writing it. */
  readonly isRunning: boolean;
}

/** Newest first. One that holds nothing is left out; so is one that cannot be read at this moment. */
export async function listRecordings(): Promise<ListedRecording[]> {
  const written = await writtenRecordings();
  const read = await readAllRecordings();
  return read.flatMap((one) => listed(one, written.has(one.name)) ?? []).sort((a, b) => b.fromMs - a.fromMs);
}

function listed(one: ReadRecording, isRunning: boolean): ListedRecording | null {
  const { name, channelKey, pieces, gaps, formats, isKept } = one;
  const [first] = pieces;
  if (first === undefined) return null;
  const withPicture = new Set(formats.filter(({ video }) => video !== null).map(({ id }) => id));
  return {
    ...{ name, channelKey, gaps, formats, isKept, isRunning },
    fromMs: first.startMs,
    toMs: pieces.reduce((latest, { startMs, durationMs }) => Math.max(latest, startMs + durationMs), 0),
    heldMs: pieces.reduce((sum, { durationMs }) => sum + durationMs, 0),
    bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
    firstPicture: pieces.find((piece) => withPicture.has(piece.format) && piece.lacks !== "picture") ?? null,
  };
}
