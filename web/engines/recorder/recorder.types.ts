// What the rest of the page sees of the recorder.
import type { Gap } from "#core/recording/piece.ts";
import type { Footage } from "#core/recording/footage.ts";
import type { TimeRange } from "#core/moments/moment.ts";

export type RecorderProblemCode =
  | "playlist_not_found"
  | "playlist_refused"
  | "playlist_unreachable"
  | "playlist_invalid"
  | "no_video"
  | "encrypted"
  | "disk_full"
  | "storage_unavailable"
  | "insecure_address";

/**
 * What the recorder is doing.
 * `waiting`: the playlist does not answer or has nothing new, and the recorder keeps trying.
 * `elsewhere`: another tab of this browser records the channel; this one takes over when that tab closes.
 * `ended`: the playlist said that the stream is over.
 */
export type RecorderPhase = "starting" | "recording" | "waiting" | "elsewhere" | "ended" | "failed" | "stopped";

export interface RecorderStatus {
  readonly phase: RecorderPhase;
  /** A sentence for a person, beside its code; null while all is well. */
  readonly problem: { readonly code: RecorderProblemCode; readonly message: string } | null;
  /** `{channel}_{session}_{YYYYMMDD_HHMMSS}`. */
  readonly recordingName: string;
  /** Event time of the first and the last picture on disk, epoch milliseconds. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly pieces: number;
  readonly bytes: number;
  readonly gaps: readonly Gap[];
  /** How far the newest recorded picture is behind the clock, milliseconds. */
  readonly behindMs: number | null;
}

/** One channel's recording in this browser. Started by `startRecorder`; its owner destroys it. */
export interface Recorder {
  readonly status: RecorderStatus;
  /** Calls back after every change of `status`; returns the way to stop. */
  subscribe(listener: (status: RecorderStatus) => void): () => void;
  /** What is recorded of a range. */
  footageOf(range: TimeRange): Promise<Footage>;
  /** A file of the recording; null when it is not there, or no longer. */
  bytesOf(file: string): Promise<ArrayBuffer | null>;
  /** Keeps the footage of a range from the ring and from making room, until the returned function is called. */
  pin(range: TimeRange): () => void;
  destroy(): Promise<void>;
}

export interface RecorderOptions {
  readonly channelKey: string;
  readonly login: string;
  readonly sessionNumber: number;
  readonly playlistUrl: string;
  /** How much footage to keep, milliseconds; older pieces are deleted. Default six hours. */
  readonly keepMs?: number;
}
