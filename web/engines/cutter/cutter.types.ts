// What the rest of the page sees of the cutter.
import type { FootageLack } from "#core/recording/footage-lack.ts";
import type { Footage } from "#core/recording/footage.ts";
import type { TimeRange } from "#core/moments/moment.ts";

export interface CutRequest {
  readonly footage: Footage;
  readonly range: TimeRange;
}

export interface CutResult {
  /** A complete MP4. */
  readonly file: Blob;
  readonly durationMs: number;
  /** A JPEG of a picture in the clip; null if none could be drawn. */
  readonly poster: Blob | null;
  /** What of the range the footage lacks. */
  readonly lacks: FootageLack;
}

export interface Cutter {
  /**
   * `onProgress` gets 0 to 1. Rejects with an Error whose message a person can read, and with the reason of `signal`
   * as soon as that is aborted. A cut that fails leaves nothing behind.
   */
  cut(request: CutRequest, onProgress: (fraction: number) => void, signal?: AbortSignal): Promise<CutResult>;
  destroy(): void;
}
