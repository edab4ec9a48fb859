// The candidates that wait for a person, as both pages keep them: oldest first, as many as a person can look at.
import type { CandidateState } from "#core/clips/candidate/candidate.ts";

/** A page that is open for days must not grow without end; a desk keeps everything. */
export const maxPendingCandidates = 500;

export function pendingInOrder(candidates: readonly CandidateState[]): readonly CandidateState[] {
  return (
    candidates
      .filter(({ status }) => status === "pending_approval")
      // Of the same moment by id: a candidate that is edited must not change its place under a person's hand.
      .toSorted((a, b) => a.sourceTsMs - b.sourceTsMs || (a.candidateId < b.candidateId ? -1 : 1))
      .slice(-maxPendingCandidates)
  );
}

/** One that no longer waits leaves the queue. */
export function applyCandidate(
  pending: readonly CandidateState[],
  candidate: CandidateState,
): readonly CandidateState[] {
  return pendingInOrder([...pending.filter(({ candidateId }) => candidateId !== candidate.candidateId), candidate]);
}
