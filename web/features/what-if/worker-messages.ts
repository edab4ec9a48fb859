// What the page and the what-if worker say to each other.
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import type { SecondRow } from "#core/detection/second-row.ts";
import type { Replay, ReplayGap } from "#core/detection/replay.ts";
import type { SilenceReason } from "#core/detection/explain-silence.ts";

/** Counts to try settings on. */
export interface Counted {
  readonly kept: readonly SecondRow[];
  readonly gaps: readonly ReplayGap[];
}

export type WorkerTask =
  | { readonly type: "session"; readonly counted: Counted }
  /** A chat saved by TwitchDownloader; its text stays in the worker, so that keywords can be changed. */
  | { readonly type: "chat"; readonly file: File; readonly settings: DetectionSettings }
  | { readonly type: "replay"; readonly settings: DetectionSettings }
  | { readonly type: "silence"; readonly settings: DetectionSettings; readonly fromMs: number; readonly toMs: number };

export interface WorkerAnswers {
  readonly session: null;
  readonly chat: Counted;
  readonly replay: Replay;
  readonly silence: readonly SilenceReason[];
}

export type WorkerRequest = WorkerTask & { readonly id: number };
export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly value: WorkerAnswers[WorkerTask["type"]] }
  /** `problem` is a sentence for a person. */
  | { readonly id: number; readonly ok: false; readonly problem: string };
