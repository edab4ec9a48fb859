// What the rest of the page sees of the recorder.
import type { Gap, Mark, PieceFormat } from "#core/recording/piece.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { Footage } from "#core/recording/footage.ts";
import type { StorageStatus } from "../recordings/storage-status.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { ShareWork } from "../capture/capture.types.ts";

export type RecorderProblemCode =
  | "playlist_not_found"
  | "playlist_refused"
  | "playlist_unreachable"
  | "playlist_invalid"
  | "playlist_too_long"
  | "no_video"
  | "no_sound"
  | "encrypted"
  | "no_key"
  | "disk_full"
  | "storage_unavailable"
  | "insecure_address";

/**
 * What the recorder is doing.
 * `waiting`: the playlist does not answer or has nothing new, and the recorder keeps trying.
 * `full`: the disk has no room, and nothing may go: what the stream brings is lost.
 * `elsewhere`: another tab of this browser records the channel; this one takes over when that tab closes.
 * `unshared`: it takes what the page shares of its tab, and nothing is shared.
 * `ended`: the playlist said that the stream is over.
 */
export type RecorderPhase =
  | "starting"
  | "recording"
  | "waiting"
  | "full"
  | "unshared"
  | "elsewhere"
  | "ended"
  | "failed"
  | "stopped";

export interface Quality {
  readonly id: string;
  /** "1080p60", or as the source calls it. */
  readonly name: string;
  /** Pixels, pictures and bits a second; codecs as in RFC 6381. Null where the playlist does not say. */
  readonly height: number | null;
  readonly fps: number | null;
  readonly bandwidth: number;
  readonly codecs: string | null;
  /** This browser can decode it. */
  readonly canDecode: boolean;
}

/** What a stream lets one choose from, and what of it is recorded. */
export interface StreamOffer {
  /** Best first. */
  readonly qualities: readonly Quality[];
  readonly quality: string;
  /** Those that go with the quality; empty where the sound lies in the picture's segments. */
  readonly sounds: readonly { readonly name: string; readonly language: string | null }[];
  readonly sound: string | null;
}

export interface RecorderStatus {
  readonly phase: RecorderPhase;
  /** A sentence for a person, beside its code; null while all is well. */
  readonly problem: { readonly code: RecorderProblemCode; readonly message: string } | null;
  /** `{channel}_{session}_{YYYYMMDD_HHMMSS}`. */
  readonly recordingName: string;
  /** Event time of the first and the last picture on disk, epoch milliseconds. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Up to here nothing more will come: the newest is fetched first, and what lies behind it later. */
  readonly settledToMs: number | null;
  /** The times of footage that is listed and still to be fetched, oldest first. */
  readonly coming: readonly TimeRange[];
  readonly pieces: number;
  readonly bytes: number;
  readonly gaps: readonly Gap[];
  /** Advertisements, as the source marks them. */
  readonly marks: readonly Mark[];
  /** What the newest footage is made of; null before the first. */
  readonly format: PieceFormat | null;
  /** The times of which there is footage. */
  readonly held: readonly TimeRange[];
  /** The room for recordings; null before the recording is open. */
  readonly storage: StorageStatus | null;
  /** How far the newest recorded picture is behind the clock, milliseconds. */
  readonly behindMs: number | null;
  /** Null for a stream of one quality, and before its playlist has been read. */
  readonly offer: StreamOffer | null;
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
  /** Changes what is recorded, from the next segment on. */
  choose(choice: StreamChoice): void;
  /** Takes a share of the tab; for a recorder without a playlist only. */
  readonly sharing: ShareWork;
  destroy(): Promise<void>;
}

export interface RecorderOptions {
  readonly channelKey: string;
  readonly login: string;
  readonly sessionNumber: number;
  /** Null: it records what is shared with it. */
  readonly playlistUrl: string | null;
  /** For all recordings of this browser. Default is what its user has set, as it changes. */
  readonly budgetBytes?: number;
  /** Default the best quality this browser can decode, with the source's own choice of sound. */
  readonly choice?: StreamChoice;
}
