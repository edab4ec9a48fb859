// What the page may ask of the recorder's worker.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Footage } from "#core/recording/footage.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { ShareWork } from "../capture/capture.types.ts";
import type { RecorderOptions, RecorderStatus } from "./recorder.types.ts";

export interface RecorderWork extends ShareWork {
  /** Comes once. Runs until `stop`, or until the storage fails, and resolves when no file is open any more. */
  record(options: Required<RecorderOptions>, onStatus: (status: RecorderStatus) => void): Promise<void>;
  /** For all recordings of this browser, from the next piece on. */
  setBudget(bytes: number): void;
  stop(): void;
  /** As `Recorder.choose`. */
  choose(choice: StreamChoice): void;
  /** Replaces the ranges whose footage goes last. */
  pin(ranges: readonly TimeRange[]): void;
  footageOf(range: TimeRange): Footage;
  /** As `Recorder.bytesOf`; the bytes are given away, not copied. */
  bytesOf(file: string): Promise<ArrayBuffer | null>;
}
