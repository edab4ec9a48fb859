// A recording that grows: writes pieces to its folder, keeps the ring, and makes room when the disk is full.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import type { PlannedSegment } from "#core/recording/fetch-plan.ts";
import type { Gap, Mark, Piece, PieceFormat } from "#core/recording/piece.ts";
import { maxGaps, type IndexLine } from "#core/recording/recording-index.ts";
import { expiredPieces, piecesToFree } from "#core/recording/ring.ts";
import { createPieceMaker, type MadePiece, type SegmentMedia } from "../pieces/piece-maker.ts";
import { dropOldestRecording } from "./prune-recordings.ts";
import type { RecordingFolder } from "./recording-folder.ts";

/** `lost`: why nothing of the segment was kept; `detail` is for a log. */
export type Kept =
  | { readonly status: "kept"; readonly piece: Piece }
  | { readonly status: "lost"; readonly reason: "unreadable" | "disk_full"; readonly detail: string };

export interface Recording {
  /** By time. */
  readonly pieces: readonly Piece[];
  readonly formats: readonly PieceFormat[];
  readonly gaps: readonly Gap[];
  /** What of the ring had to go before its time because the disk is full, milliseconds; null while there is room. */
  readonly lostToDiskMs: number | null;
  /** Makes a piece of what was fetched of a segment and stores it. Segments may come in any order of time. */
  add(planned: PlannedSegment, media: SegmentMedia): Promise<Kept>;
  addGap(gap: Gap): Promise<void>;
  addMark(mark: Mark): Promise<void>;
  opened(channelKey: string, playlist: string, atMs: number): Promise<void>;
}

/** Freeing a little more than one piece needs saves doing it again for the next. */
const roomFactor = 3;
const maxRoomTries = 6;
/** So many writes without trouble mean that there is room again. */
const calmWrites = 20;

/** `pinned` names the ranges that running and waiting cuts need; their footage is never deleted. */
export function createRecording(
  folder: RecordingFolder,
  keepMs: number,
  pinned: () => readonly TimeRange[],
): Recording {
  let pieces = [...folder.index.pieces];
  let gaps = [...folder.index.gaps];
  const formats = new Map(folder.index.formats.map((format) => [format.id, format]));
  const lastRun = pieces.reduce((highest, piece) => Math.max(highest, piece.run), -1);
  const maker = createPieceMaker(pieces.at(-1) ?? null, lastRun);
  let lostToDiskMs: number | null = null;
  let writesSinceFull = 0;

  const remove = async (doomed: readonly Piece[]) => {
    if (doomed.length === 0) return;
    const gone = new Set(doomed);
    pieces = pieces.filter((piece) => !gone.has(piece));
    for (const { file } of doomed) await folder.remove(file);
  };

  /** Other recordings go first, then the oldest footage of this one. False when nothing more may go. */
  const makeRoom = async (bytes: number): Promise<boolean> => {
    lostToDiskMs ??= 0;
    writesSinceFull = 0;
    if (await dropOldestRecording(folder.name)) return true;
    const doomed = piecesToFree(pieces, bytes * roomFactor, pinned());
    lostToDiskMs += doomed.reduce((sum, piece) => sum + piece.durationMs, 0);
    await remove(doomed);
    return doomed.length > 0;
  };

  const withRoom = async (bytes: number, write: () => Promise<void> | void): Promise<boolean> => {
    for (let attempt = 0; attempt < maxRoomTries; attempt++) {
      try {
        await write();
        writesSinceFull += 1;
        if (writesSinceFull > calmWrites) lostToDiskMs = null;
        return true;
      } catch (error) {
        if (!isQuotaError(error)) throw error;
        if (!(await makeRoom(bytes))) return false;
      }
    }
    return false;
  };
  const append = (line: IndexLine) => withRoom(1000, () => folder.append(line));
  /** The order matters: a crash between the two leaves a file without a line, never a line without its file. */
  const store = async (file: string, bytes: ArrayBuffer, line: IndexLine): Promise<boolean> => {
    const isStored = (await withRoom(bytes.byteLength, () => folder.write(file, bytes))) && (await append(line));
    if (!isStored) await folder.remove(file);
    return isStored;
  };

  const storeFormat = async ({ format, init }: MadePiece): Promise<boolean> => {
    if (formats.has(format.id)) return true;
    if (!(await store(format.initFile, init, { type: "format", format }))) return false;
    formats.set(format.id, format);
    return true;
  };

  const addGap = async (gap: Gap): Promise<void> => {
    const last = gaps.at(-1);
    // One line for a stretch of failures.
    const joined =
      last?.reason === gap.reason && Math.abs(gap.fromMs - last.toMs) < 1000 ? { ...gap, fromMs: last.fromMs } : gap;
    gaps = [...(joined === gap ? gaps : gaps.slice(0, -1)), joined].slice(-maxGaps);
    await append({ type: "gap", gap });
  };

  return {
    get pieces() {
      return pieces;
    },
    get formats() {
      return [...formats.values()];
    },
    get gaps() {
      return gaps;
    },
    get lostToDiskMs() {
      return lostToDiskMs;
    },
    async add(planned, media) {
      const made = await maker.make(planned, media);
      if (made.status === "unreadable") return { status: "lost", reason: "unreadable", detail: made.detail };
      const file = fileNameOf(made.piece);
      const piece: Piece = { file, bytes: made.bytes.byteLength, format: made.format.id, ...made.piece };
      if (!(await storeFormat(made)) || !(await store(file, made.bytes, { type: "piece", piece })))
        return { status: "lost", reason: "disk_full", detail: "There is no room for it." };
      const at = pieces.findLastIndex((other) => other.startMs <= piece.startMs) + 1;
      pieces = pieces.toSpliced(at, 0, piece);
      for (const range of made.damaged) await addGap({ ...range, reason: "unreadable" });
      await remove(expiredPieces(pieces, keepMs, pinned()));
      return { status: "kept", piece };
    },
    addGap,
    async addMark(mark) {
      await append({ type: "mark", mark });
    },
    async opened(channelKey, playlist, atMs) {
      await append({ type: "opened", channelKey, playlist, atMs });
    },
  };
}

/** How far the recording reaches, epoch milliseconds; nulls for an empty one. */
export function extentOf(pieces: readonly Piece[]): { fromMs: number | null; toMs: number | null } {
  const last = pieces.at(-1);
  return { fromMs: pieces[0]?.startMs ?? null, toMs: last === undefined ? null : endMsOf(last) };
}

/** Sorts by time, and names no two pieces alike. */
function fileNameOf({ startMs, run, sequence }: Pick<Piece, "startMs" | "run" | "sequence">): string {
  return `${Math.round(startMs)}-r${run}-${sequence ?? "x"}.m4s`;
}

function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
