// Counts of the past to try settings on.
import type { ReplayGap } from "#core/detection/replay.ts";
import type { SecondRow } from "#core/detection/second-row.ts";

export interface Counted {
  readonly kept: readonly SecondRow[];
  readonly gaps: readonly ReplayGap[];
}
