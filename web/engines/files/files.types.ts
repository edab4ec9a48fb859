// What the page sees of a person's own video files: recordings of OBS and others that clips are cut from where they lie.
import type { TimeRange } from "#core/moments/moment.ts";
import type { BeginGuess } from "#core/recording/file/file-time.ts";
import type { FileOrigin } from "./file-bytes.ts";
import type { FileProblemCode } from "./file-problem.ts";

export interface OwnFileMedia {
  /** `MP4`, `MOV`, `MKV`, `WebM`, `MPEG-TS`. */
  readonly format: string;
  readonly durationMs: number;
  readonly picture: { readonly codec: string; readonly width: number; readonly height: number };
  readonly sound: { readonly codec: string; readonly sampleRate: number; readonly channels: number } | null;
  /** Whether this browser can show the picture. */
  readonly isShown: boolean;
}

export interface OwnFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly lastModifiedMs: number;
  readonly from: "chosen" | "folder";
  /** Null until it was read, and for a file that cannot be. */
  readonly media: OwnFileMedia | null;
  readonly problem: { readonly code: FileProblemCode; readonly message: string } | null;
  /** When it began, by what it says itself, best first. */
  readonly guesses: readonly BeginGuess[];
  /** When it began, as a person has set it; null to believe the first guess. */
  readonly setBeginMs: number | null;
  /** It was written to within the last seconds. */
  readonly isGrowing: boolean;
  /** Another file has taken its place since it was chosen. */
  readonly isReplaced: boolean;
  /** Footage of it that has been taken over for clips. */
  readonly takenOver: readonly TimeRange[];
  /** Why footage of it could not be taken over; null while all is well. */
  readonly takeProblem: string | null;
}

/**
 * `none`: no folder was chosen. `asks`: one is remembered, and the browser wants a person's permission again.
 * `gone`: it was moved, deleted, or its disk is away.
 */
export type WatchedFolder =
  | { readonly status: "none" }
  | { readonly status: "asks" | "watched" | "gone"; readonly name: string };

export interface OwnFilesView {
  readonly files: readonly OwnFile[];
  readonly folder: WatchedFolder;
}

export interface OwnFiles {
  readonly view: OwnFilesView;
  subscribe(listener: (view: OwnFilesView) => void): () => void;
  add(origins: readonly FileOrigin[]): void;
  remove(id: string): void;
  /** When the file began, epoch milliseconds; null goes back to what it says itself. */
  setBegin(id: string, beginMs: number | null): void;
  /** The picture at a time since the file's beginning; null where there is none that can be shown. */
  pictureAt(id: string, offsetMs: number): Promise<ImageBitmap | null>;
  /** Remembers the folder for this channel and watches it. */
  watchFolder(folder: FileSystemDirectoryHandle): Promise<void>;
  /** Only in answer to a gesture: the browser asks the person. */
  allowFolder(): Promise<void>;
  forgetFolder(): Promise<void>;
  /** What open clips need; a file that holds it gives it to them. */
  want(ranges: readonly TimeRange[]): void;
  /** Null without a session. */
  setSessionStart(startedAtMs: number | null): void;
  destroy(): void;
}

/** When a file began, and what tells so. Null for a file that could not be read. */
export function beginOf(file: OwnFile): number | null {
  return file.media === null ? null : toldBeginOf(file);
}

/** As `beginOf`, also of a file that cannot be read at this moment. */
export function toldBeginOf({ setBeginMs, guesses }: OwnFile): number | null {
  return setBeginMs ?? guesses[0]?.beginMs ?? null;
}

/** The event time that a file holds. */
export function extentOfFile(file: OwnFile): TimeRange | null {
  const beginMs = beginOf(file);
  return beginMs === null || file.media === null ? null : { fromMs: beginMs, toMs: beginMs + file.media.durationMs };
}

/** Whether clips may be cut by its beginning: a person has set it, or what the file says of it is no mere guess. */
export function hasTrustedBegin({ setBeginMs, guesses }: OwnFile): boolean {
  return setBeginMs !== null || (guesses[0] !== undefined && guesses[0].sureness !== "unsure");
}
