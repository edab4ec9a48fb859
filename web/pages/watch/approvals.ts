// The candidates of the channel that wait for a person, and the person's answers.
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { applyCandidate } from "#core/clips/candidate/pending-candidates.ts";
import { patchCandidate, postApproval, postRejection } from "../../api/action-queue.ts";
import { orSayWhy } from "../../features/form/or-say-why.ts";
import { addJob, type WatchState } from "./watch-state.ts";

export interface Approvals {
  /** Newest first. */
  readonly candidates: ReadonlySignal<readonly Candidate[]>;
  readonly approve: (candidate: Candidate) => Promise<void>;
  readonly reject: (candidate: Candidate) => Promise<void>;
  /** Throws what the server says against it. */
  readonly edit: (candidate: Candidate, change: CandidateEdit) => Promise<void>;
}

/** What follows from an answer is shown once the server has given it; the live socket tells the same again. */
export function openApprovals(state: Signal<WatchState>): Approvals {
  const leave = ({ candidateId }: Candidate) => {
    const candidates = state.value.candidates.filter((one) => one.candidateId !== candidateId);
    state.value = { ...state.value, candidates };
  };
  const answer = async (candidate: Candidate, work: () => Promise<unknown>) => {
    await orSayWhy(async () => {
      await work();
      leave(candidate);
    });
  };
  return {
    candidates: computed(() => state.value.candidates.toReversed()),
    approve: (candidate) =>
      answer(candidate, async () => {
        const job = await postApproval(candidate.candidateId);
        state.value = addJob(state.value, job);
      }),
    reject: (candidate) => answer(candidate, () => postRejection(candidate.candidateId)),
    async edit({ candidateId }, change) {
      const edited = await patchCandidate(candidateId, change);
      state.value = { ...state.value, candidates: applyCandidate(state.value.candidates, edited) };
    },
  };
}
