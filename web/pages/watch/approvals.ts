// The candidates of the channel that wait for a person, and the person's answers.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { postApproval, patchCandidate, listCandidates, postRejection } from "../../api/action-queue.ts";
import type { ChannelName } from "../../api/channels.ts";
import { pollWhileVisible } from "../../api/poll-while-visible.ts";
import { sentenceOf } from "../../api/request.ts";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import { toast } from "../../ui/toasts.tsx";

export interface Approvals {
  /** Newest first. */
  readonly candidates: ReadonlySignal<readonly Candidate[]>;
  /** Asks again now: a moment was found. */
  readonly refresh: () => void;
  readonly approve: (candidate: Candidate) => Promise<void>;
  readonly reject: (candidate: Candidate) => Promise<void>;
  /** Throws what the server says against it. */
  readonly edit: (candidate: Candidate, change: CandidateEdit) => Promise<void>;
  readonly destroy: () => void;
}

/** The live socket does not carry candidates; the list is asked for while someone can see it. */
const everyMs = 10_000;

export function openApprovals(name: ChannelName, onJob: (job: ClipJob) => void): Approvals {
  const candidates = signal<readonly Candidate[]>([]);
  const poll = pollWhileVisible(async (abort) => {
    try {
      candidates.value = [...(await listCandidates(name, abort))].sort((a, b) => b.sourceTsMs - a.sourceTsMs);
    } catch {
      // The list stays as it was; the next answer comes in a few seconds.
    }
  }, everyMs);
  const answer = async (candidate: Candidate, work: () => Promise<unknown>) => {
    try {
      await work();
      candidates.value = candidates.value.filter((one) => one.candidateId !== candidate.candidateId);
    } catch (error) {
      toast(sentenceOf(error), "bad");
      poll.again();
    }
  };
  return {
    candidates,
    refresh: poll.again,
    approve: (candidate) => answer(candidate, async () => onJob(await postApproval(candidate.candidateId))),
    reject: (candidate) => answer(candidate, () => postRejection(candidate.candidateId)),
    async edit({ candidateId }, change) {
      const edited = await patchCandidate(candidateId, change);
      candidates.value = candidates.value.map((one) => (one.candidateId === candidateId ? edited : one));
    },
    destroy: poll.stop,
  };
}
