// Plays a stored recording, also while some tab goes on writing it: the same loaders as for the recording of this page.
import type { HlsConfig } from "hls.js";
import { endMsOf, piecesToDecode } from "#core/recording/coverage.ts";
import type { Piece } from "#core/recording/piece.ts";
import type { RecordingIndex } from "#core/recording/recording-index.ts";
import { createRecordingLoader, type PlayableRecording } from "../recorder/recording-loader.ts";
import { openRecordings } from "./open-recordings.ts";
import { readStoredRecording } from "./read-stored-recording.ts";
import { writtenRecordings } from "./recording-lock.ts";

export interface StoredPlayback {
  readonly loader: Pick<HlsConfig, "pLoader" | "fLoader">;
  /** What is known of it at this moment. */
  readonly index: RecordingIndex;
  readonly isRunning: boolean;
  destroy(): void;
}

/** A piece is some seconds long; looking costs a glance at the size of the index. */
const lookEveryMs = 2_000;

/** Null for one that is gone, or cannot be read. */
export async function openStoredPlayback(name: string): Promise<StoredPlayback | null> {
  const recordings = await openRecordings();
  const folder = await recordings.getDirectoryHandle(name).catch(() => null);
  let read = await readStoredRecording(recordings, name);
  if (folder === null || read === null || read.pieces.length === 0) return null;
  let isRunning = (await writtenRecordings()).has(name);
  const listeners = new Set<(status: PlayableRecording["status"]) => void>();

  const statusNow = (): PlayableRecording["status"] => ({
    ...{ phase: isRunning ? "recording" : "ended", problem: null },
    fromMs: read?.pieces[0]?.startMs ?? null,
    toMs: lastOf(read?.pieces ?? []),
  });
  const look = async () => {
    isRunning = (await writtenRecordings()).has(name);
    read = (await readStoredRecording(recordings, name, read)) ?? read;
    for (const listener of listeners) listener(statusNow());
    if (!isRunning) clearInterval(timer);
  };
  const timer = isRunning ? setInterval(() => void look(), lookEveryMs) : undefined;

  return {
    loader: createRecordingLoader({
      get status() {
        return statusNow();
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      async footageOf(range) {
        return { folder: name, pieces: piecesToDecode(read?.pieces ?? [], range), formats: read?.formats ?? [] };
      },
      async bytesOf(file) {
        const handle = await folder.getFileHandle(file).catch(() => null);
        return handle === null ? null : (await handle.getFile()).arrayBuffer();
      },
    }),
    get index() {
      return read ?? { channelKey: null, playlist: null, pieces: [], formats: [], gaps: [], marks: [] };
    },
    get isRunning() {
      return isRunning;
    },
    destroy() {
      clearInterval(timer);
      listeners.clear();
    },
  };
}

function lastOf(pieces: readonly Piece[]): number | null {
  const last = pieces.at(-1);
  return last === undefined ? null : endMsOf(last);
}
