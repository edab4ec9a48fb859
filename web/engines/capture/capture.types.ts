// What the page sees of a tab capture.
import type { SightView } from "#core/capture/capture-sight.ts";
import type { PipelineLatency } from "#core/capture/pipeline-latency.ts";
import type { ShareProblem, SharedTab } from "./share-tab.ts";

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
