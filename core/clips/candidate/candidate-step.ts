// The standing of a clip candidate: it waits, and a person, a rule or time decides about it once.
import type { Candidate, CandidateState, CandidateStatus } from "#core/clips/candidate/candidate.ts";
import { clipSeconds } from "#core/clips/job/clip-mode.ts";
import { AppError } from "#core/errors.ts";

const decided: Record<CandidateStatus, readonly CandidateStatus[]> = {
  pending_approval: ["approved", "rejected", "expired"],
  approved: [],
  rejected: [],
  expired: [],
};

export function proposed(candidate: Candidate): CandidateState {
  return { ...candidate, status: "pending_approval", jobId: null };
}

export function approveCandidate(candidate: CandidateState, jobId: string): CandidateState {
  return { ...decide(candidate, "approved"), jobId };
}

/** Rejecting twice is the same as once. */
export function rejectCandidate(candidate: CandidateState): CandidateState {
  return candidate.status === "rejected" ? candidate : decide(candidate, "rejected");
}

export function expireCandidate(candidate: CandidateState): CandidateState {
  return decide(candidate, "expired");
}

export interface CandidateEdit {
  readonly title?: string | undefined;
  /** 5 to 180. A clip gets longer or shorter at its start: it ends with what people reacted to. */
  readonly durationSeconds?: number | undefined;
}

/** Throws `conflict` for one that has been decided about. */
export function editCandidate(candidate: CandidateState, { title, durationSeconds }: CandidateEdit): CandidateState {
  if (candidate.status !== "pending_approval") throw new AppError("conflict", alreadyDecided(candidate.status));
  const { toMs } = candidate.range;
  const range =
    durationSeconds === undefined
      ? candidate.range
      : { fromMs: Math.max(0, toMs - Math.round(durationSeconds * 1000)), toMs };
  return { ...candidate, title: title ?? candidate.title, range, suggestedDurationSeconds: clipSeconds(range) };
}

/** A candidate is decided once. */
export function replacesCandidate(kept: CandidateStatus | null, next: CandidateStatus): boolean {
  return kept === null || kept === "pending_approval" || next !== "pending_approval";
}

function decide(candidate: CandidateState, to: CandidateStatus): CandidateState {
  if (!decided[candidate.status].includes(to)) throw new AppError("conflict", alreadyDecided(candidate.status));
  return { ...candidate, status: to };
}

function alreadyDecided(status: CandidateStatus): string {
  return `This candidate is ${status} already.`;
}
