// What the page sees of a tab capture.
import type { SightView } from "#core/capture/capture-sight.ts";
import type { Blink, PipelineLatency } from "#core/capture/pipeline-latency.ts";
import type { Share } from "./encode-share.ts";
import type { ShareProblem, SharedTab } from "./share-tab.ts";

/** What is known of the times of a share besides its own clocks, milliseconds. */
export interface ShareDelay {
  /** How far what the player shows is behind what happens. */
  readonly broadcastMs: number;
  /** What this device's clock is ahead of the server's. */
  readonly clockMs: number;
}

/** What came within the last second. */
export interface ShareSight extends SightView {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Pictures that this computer was too slow to encode. */
  readonly dropped: number;
  /** Null when no picture came. */
  readonly thumbnail: ImageBitmap | null;
}

/** What the recorder's worker does for a share. */
export interface ShareWork {
  /** Records until the share ends, into the recording that is open. Rejects when this browser cannot encode it. */
  share(share: Share, delay: ShareDelay, onSight: (sight: ShareSight) => void): Promise<void>;
  /** Recording begins with this; null when the mark was not seen. */
  blinked(blinks: readonly Blink[]): Promise<PipelineLatency | null>;
  setDelay(delay: ShareDelay): void;
}

/**
 * `idle`: nothing was shared since the page was loaded. `asking`: the browser asks. `measuring`: the mark blinks.
 * `ended`: the share is over, by the button, the browser's own bar or a failure, which `problem` names.
 */
export type CapturePhase = "idle" | "asking" | "measuring" | "recording" | "ended";

export interface CaptureStatus {
  readonly phase: CapturePhase;
  readonly problem: ShareProblem | "cannot_encode" | null;
  /** Null while nothing is shared. */
  readonly scope: SharedTab["scope"] | null;
  readonly hasSound: boolean;
  readonly sight: ShareSight | null;
  /** Null before it was measured, and when it could not be. */
  readonly latency: PipelineLatency | null;
}

export interface Capture {
  readonly status: CaptureStatus;
  subscribe(listener: (status: CaptureStatus) => void): () => void;
  /** Only in answer to a gesture: the browser asks the person. `part` is what will be recorded. */
  begin(part: Element): Promise<void>;
  setDelay(delay: ShareDelay): void;
  stop(): void;
  destroy(): void;
}
