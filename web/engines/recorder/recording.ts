// A recording that grows: writes pieces to its folder, and has room made for them.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import type { PlannedSegment } from "#core/recording/fetch-plan.ts";
import type { Gap, Mark, Piece, PieceFormat } from "#core/recording/piece.ts";
import { maxGaps, withGap, type IndexLine } from "#core/recording/recording-index.ts";
import { createPieceMaker, type MadePiece, type SegmentMedia } from "../pieces/piece-maker.ts";
import { createRoomKeeper } from "../recordings/room-keeper.ts";
import type { StorageStatus } from "../recordings/storage-status.ts";
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
  readonly marks: readonly Mark[];
  readonly storage: StorageStatus;
  /** Nothing can be kept: the newest piece found no room, and nothing may go for it. */
  readonly isFull: boolean;
  /** Makes a piece of what was fetched of a segment and stores it. Segments may come in any order of time. */
  add(planned: PlannedSegment, media: SegmentMedia): Promise<Kept>;
  /** Stores a piece that was made elsewhere. */
  keep(made: MadePiece): Promise<Kept>;
  addGap(gap: Gap): Promise<void>;
  addMark(mark: Mark): Promise<void>;
  opened(channelKey: string, playlist: string, atMs: number): Promise<void>;
}

export interface RoomOptions {
  readonly channelKey: string;
  /** For all recordings of this browser. */
  readonly budgetBytes: () => number;
  /** The ranges that running and waiting cuts need. */
  readonly pins: () => readonly TimeRange[];
}

const maxRoomTries = 6;

export async function createRecording(folder: RecordingFolder, options: RoomOptions): Promise<Recording> {
  let pieces = [...folder.index.pieces];
  let gaps: readonly Gap[] = folder.index.gaps;
  let marks = [...folder.index.marks];
  const formats = new Map(folder.index.formats.map((format) => [format.id, format]));
  const lastRun = pieces.reduce((highest, piece) => Math.max(highest, piece.run), -1);
  const maker = createPieceMaker(pieces.at(-1) ?? null, lastRun);
  let isFull = false;
  /** Lines of gaps that found no room. */
  let unwritten: Gap[] = [];
  /** Of a gap, also while room is being made; none goes for it. */
  const note = (gap: Gap): void => {
    gaps = withGap(gaps, gap);
    unwritten = [...unwritten, gap].slice(-maxGaps);
  };
  const writeNoted = (): void => {
    try {
      for (let [gap] = unwritten; gap !== undefined; [gap] = unwritten) {
        folder.append({ type: "gap", gap });
        unwritten = unwritten.slice(1);
      }
    } catch (error) {
      if (!isQuotaError(error)) throw error;
    }
  };

  const room = await createRoomKeeper({
    ...options,
    sinceMs: Date.now(),
    own: {
      name: folder.name,
      channelKey: options.channelKey,
      get pieces() {
        return pieces;
      },
      async remove(file) {
        if (!(await folder.remove(file))) return false;
        const at = pieces.findIndex((piece) => piece.file === file);
        const gone = pieces[at];
        pieces = pieces.filter((piece) => piece.file !== file);
        // What goes from the middle leaves a hole.
        if (gone !== undefined && at > 0) note({ fromMs: gone.startMs, toMs: endMsOf(gone), reason: "disk_full" });
        return true;
      },
    },
  });

  /** `startMs` is of the footage that is written: only older footage goes for it. */
  const withRoom = async (bytes: number, startMs: number, write: () => Promise<void> | void): Promise<boolean> => {
    for (let attempt = 0; attempt < maxRoomTries; attempt++) {
      try {
        await write();
        return true;
      } catch (error) {
        if (!isQuotaError(error)) throw error;
        if (!(await room.makeRoom(bytes, startMs))) return false;
      }
    }
    return false;
  };
  const append = (line: IndexLine, startMs: number) => withRoom(1000, startMs, () => folder.append(line));
  /** The order matters: a crash between the two leaves a file without a line, never a line without its file. */
  const store = async (file: string, bytes: ArrayBuffer, line: IndexLine, startMs: number): Promise<boolean> => {
    const isStored =
      (await withRoom(bytes.byteLength, startMs, () => folder.write(file, bytes))) && (await append(line, startMs));
    if (!isStored) await folder.remove(file);
    return isStored;
  };

  const storeFormat = async ({ format, init, piece }: MadePiece): Promise<boolean> => {
    if (formats.has(format.id)) return true;
    if (!(await store(format.initFile, init, { type: "format", format }, piece.startMs))) return false;
    formats.set(format.id, format);
    return true;
  };

  const addGap = async (gap: Gap): Promise<void> => {
    gaps = withGap(gaps, gap);
    if (!(await append({ type: "gap", gap }, gap.fromMs))) unwritten = [...unwritten, gap].slice(-maxGaps);
  };

  const keep = async (made: MadePiece): Promise<Kept> => {
    const file = fileNameOf(made.piece);
    const piece: Piece = { file, bytes: made.bytes.byteLength, format: made.format.id, ...made.piece };
    const { startMs } = piece;
    const isStored = (await storeFormat(made)) && (await store(file, made.bytes, { type: "piece", piece }, startMs));
    // Older footage that finds no room says nothing of the newest.
    if (isStored || startMs >= (pieces.at(-1)?.startMs ?? 0)) isFull = !isStored;
    if (!isStored) {
      writeNoted();
      return { status: "lost", reason: "disk_full", detail: "There is no room for it." };
    }
    const at = pieces.findLastIndex((other) => other.startMs <= piece.startMs) + 1;
    pieces = pieces.toSpliced(at, 0, piece);
    for (const range of made.damaged) await addGap({ ...range, reason: "unreadable" });
    await room.wrote();
    writeNoted();
    return { status: "kept", piece };
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
    get marks() {
      return marks;
    },
    get storage() {
      return room.storage;
    },
    get isFull() {
      return isFull;
    },
    async add(planned, media) {
      const made = await maker.make(planned, media);
      if (made.status === "unreadable") return { status: "lost", reason: "unreadable", detail: made.detail };
      return keep(made);
    },
    keep,
    addGap,
    async addMark(mark) {
      marks = [...marks, mark].slice(-maxGaps);
      await append({ type: "mark", mark }, mark.fromMs);
    },
    async opened(channelKey, playlist, atMs) {
      await append({ type: "opened", channelKey, playlist, atMs }, atMs);
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
