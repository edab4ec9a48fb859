// Rows that a desk stored before a field was there: what the field would have been.
import { clipSeconds } from "#core/clips/job/clip-mode.ts";
import { noProgress } from "#core/clips/job/job-from-candidate.ts";
import type { TimeRange } from "#core/moments/moment.ts";

/** What every version has had. */
export type StoredRow = { readonly range: TimeRange };

export function asCandidate(row: StoredRow): object {
  const kind = { kind: "clip_candidate", risk: "suggest_streamer", mode: "live", streamId: null, contextExcerpt: null };
  return { ...kind, suggestedDurationSeconds: clipSeconds(row.range), ...row };
}

export function asJob(row: StoredRow): object {
  const twitch = { mode: "live", streamId: null, twitch: null, progress: noProgress, isLate: false, nextAtMs: null };
  const rest = { alternatives: [], delivery: "none", tries: [] };
  return { ...twitch, ...rest, requestedDurationSeconds: clipSeconds(row.range), ...row };
}
