// Takes stretches of a person's own files over into recordings of this browser, without encoding anything, so that clips
// are cut from them as from any other recording.
import { fileSafe } from "#core/moments/clip-file-name.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { Piece } from "#core/recording/piece.ts";
import { openNamedFolder } from "../recorder/recording-folder.ts";
import { dropRecording } from "../recordings/change-recording.ts";
import { openRecordings } from "../recordings/open-recordings.ts";
import { pieceOfGroup } from "./file-piece.ts";
import { FileProblem } from "./file-problem.ts";
import { type OwnFile, toldBeginOf } from "./files.types.ts";
import type { OpenMedia } from "./open-media.ts";
import { readStretch } from "./read-stretch.ts";

export interface TakeOverRequest {
  readonly file: OwnFile;
  readonly media: OpenMedia;
  readonly beginMs: number;
  readonly range: TimeRange;
}

export interface TakeOver {
  /** Takes nothing that is on disk already. Null when all of the range that the file holds is on disk, else why not, in a sentence. Never throws. */
  take(request: TakeOverRequest): Promise<string | null>;
  /** Deletes what was taken over of a file: its time was wrong, or it is not to be used. */
  undo(file: OwnFile): Promise<void>;
}

export function createTakeOver({ channelKey, login }: { channelKey: string; login: string }): TakeOver {
  return {
    async take(request) {
      try {
        await write(request);
        return null;
      } catch (error) {
        if (error instanceof FileProblem) return error.message;
        if (error instanceof DOMException && error.name === "QuotaExceededError")
          return "This browser has no room left for the clip's footage. Deleting old recordings makes some.";
        console.error("Footage of a file could not be taken over.", error);
        return "Footage of this file could not be read for the clip.";
      }
    },
    async undo(file) {
      const name = nameOf(login, file);
      if (name !== null) await dropRecording(name);
    },
  };

  async function write({ file, media, beginMs, range }: TakeOverRequest): Promise<void> {
    const name = nameOf(login, file);
    if (name === null) return;
    const folder = await openNamedFolder(await openRecordings(), name, channelKey);
    const { index } = folder;
    const written: string[] = [];
    let isWhole = false;
    try {
      if (holdsRange(index.pieces, range)) return void (isWhole = true);
      if (index.channelKey === null) folder.append({ type: "opened", channelKey, playlist: "", atMs: beginMs });
      const formats = new Set(index.formats.map(({ id }) => id));
      const run = index.pieces.reduce((highest, piece) => Math.max(highest, piece.run), -1) + 1;
      const shiftMs = beginMs - media.firstSeconds * 1000;
      let sequence = 0;
      await readStretch(
        media,
        (range.fromMs - shiftMs) / 1000,
        (range.toMs - shiftMs) / 1000,
        async (group, tracks) => {
          const made = await pieceOfGroup(group, tracks, shiftMs, { run, sequence });
          if (!formats.has(made.format.id)) {
            await folder.write(made.format.initFile, made.init);
            folder.append({ type: "format", format: made.format });
            formats.add(made.format.id);
          }
          const pieceFile = `${Math.round(made.piece.startMs)}-r${run}-${sequence}.m4s`;
          written.push(pieceFile);
          await folder.write(pieceFile, made.bytes);
          const { piece, format, bytes } = made;
          folder.append({
            type: "piece",
            piece: { file: pieceFile, bytes: bytes.byteLength, format: format.id, ...piece },
          });
          sequence += 1;
        },
      );
      if (sequence === 0) throw new FileProblem("unreadable_part");
      isWhole = true;
    } finally {
      // Part of a range is of no use, and is written anew at the next try.
      if (!isWhole) for (const file of written) await folder.remove(file);
      folder.close();
      if (!isWhole && index.pieces.length === 0) await dropRecording(name);
    }
  }
}

/** The sound of a file may go on for a little after its last picture, of which the length of a piece speaks. */
const endToleranceMs = 300;

/** `pieces` by event time. */
function holdsRange(pieces: readonly Piece[], { fromMs, toMs }: TimeRange): boolean {
  let heldToMs = fromMs;
  for (const { startMs, durationMs } of pieces)
    if (startMs <= heldToMs + joinToleranceMs) heldToMs = Math.max(heldToMs, startMs + durationMs);
  return heldToMs >= toMs - endToleranceMs;
}

/** Less than a picture: times in a file are rounded. */
const joinToleranceMs = 5;

/** A file that is set to another time is another recording. */
function nameOf(login: string, file: OwnFile): string | null {
  const beginMs = toldBeginOf(file);
  return beginMs === null ? null : `${fileSafe(login)}_file_${fileSafe(file.name)}_${Math.round(beginMs)}`;
}
