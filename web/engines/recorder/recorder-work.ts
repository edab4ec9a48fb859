// What the page may ask of the recorder's worker.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Segment } from "#core/recording/segment.ts";
import type { RecorderOptions, RecorderStatus } from "./recorder.types.ts";

export interface RecorderWork {
  /** Comes once. Runs until `stop`, or until the storage fails, and resolves when no file is open any more. */
  record(options: Required<RecorderOptions>, onStatus: (status: RecorderStatus) => void): Promise<void>;
  stop(): void;
  /** Replaces the ranges whose footage is never deleted. */
  pin(ranges: readonly TimeRange[]): void;
  segmentsIn(range: TimeRange): readonly Segment[];
  /** As `Recorder.segmentBytes`; the bytes are given away, not copied. */
  segmentBytes(address: string, timeoutMs: number): Promise<ArrayBuffer | null>;
}
