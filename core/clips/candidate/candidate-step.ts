// The standing of a clip candidate: it waits, and a person, a rule or time decides about it once.
import type { Candidate, CandidateStatus } from "#core/clips/candidate/candidate.ts";
import { clipSeconds } from "#core/clips/job/clip-mode.ts";
import { AppError } from "#core/errors.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";

const decided: Record<CandidateStatus, readonly CandidateStatus[]> = {
  pending_approval: ["approved", "rejected", "expired"],
  approved: [],
  rejected: [],
  expired: [],
};

export function proposed(candidate: Candidate): CandidateState {
  return { candidate, status: "pending_approval", jobId: null };
}

export function approveCandidate(action: CandidateState, jobId: string): CandidateState {
  return { ...decide(action, "approved"), jobId };
}

/** Rejecting twice is the same as once. */
export function rejectCandidate(action: CandidateState): CandidateState {
  return action.status === "rejected" ? action : decide(action, "rejected");
}

export function expireCandidate(action: CandidateState): CandidateState {
  return decide(action, "expired");
}

export interface CandidateEdit {
  readonly title?: string | undefined;
  /** 5 to 180. A clip gets longer or shorter at its start: it ends with what people reacted to. */
  readonly durationSeconds?: number | undefined;
}

/** Throws `conflict` for one that has been decided about. */
export function editCandidate(action: CandidateState, { title, durationSeconds }: CandidateEdit): CandidateState {
  if (action.status !== "pending_approval") throw new AppError("conflict", alreadyDecided(action.status));
  const { candidate } = action;
  const { toMs } = candidate.range;
  const range =
    durationSeconds === undefined
      ? candidate.range
      : { fromMs: Math.max(0, toMs - Math.round(durationSeconds * 1000)), toMs };
  const edited = { ...candidate, title: title ?? candidate.title, range, suggestedDurationSeconds: clipSeconds(range) };
  return { ...action, candidate: edited };
}

function decide(action: CandidateState, to: CandidateStatus): CandidateState {
  if (!decided[action.status].includes(to)) throw new AppError("conflict", alreadyDecided(action.status));
  return { ...action, status: to };
}

function alreadyDecided(status: CandidateStatus): string {
  return `This candidate is ${status} already.`;
}
