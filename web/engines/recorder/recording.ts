// A recording that grows: writes segments to its folder, keeps the ring, and makes room when the disk is full.
import type { TimeRange } from "#core/moments/moment.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import type { PlannedSegment } from "#core/recording/fetch-plan.ts";
import { maxGaps, type IndexLine } from "#core/recording/recording-index.ts";
import { expiredSegments, segmentsToFree } from "#core/recording/ring.ts";
import type { Gap } from "#core/recording/piece.ts";
import type { Segment } from "#core/recording/segment.ts";
import { dropOldestRecording } from "./prune-recordings.ts";
import type { RecordingFolder } from "./recording-folder.ts";

export interface Recording {
  readonly segments: readonly Segment[];
  readonly gaps: readonly Gap[];
  /** What of the ring had to go before its time because the disk is full, milliseconds; null while there is room. */
  readonly lostToDiskMs: number | null;
  /** The file of an initialization section that this life of the recorder has stored; null for a new one. */
  initFileOf(key: string): string | null;
  /** Stores an initialization section; returns its file name, or null when there is no room. */
  addInit(key: string, bytes: ArrayBuffer): Promise<string | null>;
  /** False when there is no room for it, even after deleting what may go. */
  add(planned: PlannedSegment, bytes: ArrayBuffer, initFile: string | null): Promise<boolean>;
  addGap(gap: Gap): Promise<void>;
  opened(channelKey: string, playlist: string, atMs: number): Promise<void>;
}

/** Freeing a little more than one segment needs saves doing it again for the next. */
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
  let segments = [...folder.index.segments];
  let gaps = [...folder.index.gaps];
  const inits = new Map<string, string>();
  let lostToDiskMs: number | null = null;
  let writesSinceFull = 0;

  const remove = async (doomed: readonly Segment[]) => {
    const gone = new Set(doomed);
    segments = segments.filter((segment) => !gone.has(segment));
    for (const { file } of doomed) await folder.remove(file);
  };

  /** Other recordings go first, then the oldest footage of this one. False when nothing more may go. */
  const makeRoom = async (bytes: number): Promise<boolean> => {
    lostToDiskMs ??= 0;
    writesSinceFull = 0;
    if (await dropOldestRecording(folder.name)) return true;
    const doomed = segmentsToFree(segments, bytes * roomFactor, pinned());
    lostToDiskMs += doomed.reduce((sum, segment) => sum + segment.durationMs, 0);
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

  return {
    get segments() {
      return segments;
    },
    get gaps() {
      return gaps;
    },
    get lostToDiskMs() {
      return lostToDiskMs;
    },
    initFileOf: (key) => inits.get(key) ?? null,
    async addInit(key, bytes) {
      // The time keeps it apart from the sections of earlier lives.
      const file = `init-${Date.now().toString(36)}-${inits.size}.mp4`;
      if (!(await withRoom(bytes.byteLength, () => folder.write(file, bytes)))) return null;
      inits.set(key, file);
      return file;
    },
    async add({ sequence, run, startMs, durationMs }, bytes, initFile) {
      const file = `r${String(run).padStart(4, "0")}-${String(sequence).padStart(8, "0")}.${initFile === null ? "ts" : "m4s"}`;
      const segment: Segment = { sequence, run, startMs, durationMs, file, bytes: bytes.byteLength, initFile };
      // The order matters: a crash between the two leaves a file without a line, never a line without its file.
      const isWritten =
        (await withRoom(bytes.byteLength, () => folder.write(file, bytes))) &&
        (await append({ type: "segment", segment }));
      if (!isWritten) {
        await folder.remove(file);
        return false;
      }
      segments.push(segment);
      await remove(expiredSegments(segments, keepMs, pinned()));
      return true;
    },
    async addGap(gap) {
      const last = gaps.at(-1);
      // One line for a stretch of failures.
      const joined =
        last?.reason === gap.reason && Math.abs(gap.fromMs - last.toMs) < 1000 ? { ...gap, fromMs: last.fromMs } : gap;
      gaps = [...(joined === gap ? gaps : gaps.slice(0, -1)), joined].slice(-maxGaps);
      await append({ type: "gap", gap });
    },
    async opened(channelKey, playlist, atMs) {
      await append({ type: "opened", channelKey, playlist, atMs });
    },
  };
}

/** How far the recording reaches, epoch milliseconds; nulls for an empty one. */
export function extentOf(segments: readonly Segment[]): { fromMs: number | null; toMs: number | null } {
  const last = segments.at(-1);
  return { fromMs: segments[0]?.startMs ?? null, toMs: last === undefined ? null : endMsOf(last) };
}

function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
