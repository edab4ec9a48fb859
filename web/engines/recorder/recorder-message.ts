// What page and recorder worker tell each other.
import type { TimeRange } from "#core/moments/moment.ts";
import type { Segment } from "#core/recording/segment.ts";
import type { RecorderOptions, RecorderStatus } from "./recorder.types.ts";

/** Page to worker. `start` comes once and first; answers carry the `id` of their question. */
export type ToRecorder =
  | { readonly type: "start"; readonly options: Required<RecorderOptions> }
  | { readonly type: "segments_in"; readonly id: number; readonly range: TimeRange }
  | { readonly type: "segment_bytes"; readonly id: number; readonly address: string; readonly timeoutMs: number }
  | { readonly type: "pin"; readonly id: number; readonly range: TimeRange }
  | { readonly type: "unpin"; readonly id: number }
  | { readonly type: "stop" };

/** Worker to page. After `stopped` the worker holds no file and may be ended. */
export type FromRecorder =
  | { readonly type: "status"; readonly status: RecorderStatus }
  | { readonly type: "segments"; readonly id: number; readonly segments: readonly Segment[] }
  | { readonly type: "bytes"; readonly id: number; readonly bytes: ArrayBuffer | null }
  | { readonly type: "stopped" };
