// Puts the groups of shares into a recording: where each belongs, and what is missing before it.
import type { Gap, Piece } from "#core/recording/piece.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { GroupStore } from "./record-shares.ts";
import type { MadePiece } from "../pieces/piece-maker.ts";
import { createGroupPieces } from "./group-pieces.ts";

/** What is needed of the recording. */
interface Stored {
  readonly pieces: readonly Piece[];
  keep(
    made: MadePiece,
  ): Promise<{ readonly status: "kept" } | { readonly status: "lost"; readonly reason: Gap["reason"] }>;
  addGap(gap: Gap): Promise<void>;
}

/** `onStored` after each group, whether it could be kept or not. */
export function storeGroups(recording: Stored, onStored: () => void, pieces = createGroupPieces()): GroupStore {
  let firstRun = 0;
  return {
    async add(group, isFirst) {
      const last = recording.pieces.at(-1);
      const endMs = last === undefined ? null : endMsOf(last);
      // After a jump back in time what was recorded before stands: of two pieces of one time a cut would show both.
      if (endMs !== null && group.startMs < endMs - 1) return;
      if (isFirst) firstRun = recording.pieces.reduce((highest, { run }) => Math.max(highest, run), -1) + 1;
      if (endMs !== null && group.startMs - endMs > timeToleranceMs) {
        const reason = isFirst ? "share_ended" : "recorder_stopped";
        await recording.addGap({ fromMs: endMs, toMs: group.startMs, reason });
      }
      const kept = await recording.keep(await pieces.make(group, firstRun + group.run));
      if (kept.status === "lost") {
        const { startMs, durationMs } = group;
        await recording.addGap({ fromMs: startMs, toMs: startMs + durationMs, reason: kept.reason });
      }
      onStored();
    },
  };
}
