// The standing of a clip candidate: it waits, and a person, a rule or time decides about it once.
import type { Candidate, CandidateStatus } from "#core/clips/candidate.ts";
import { clipSeconds } from "#core/clips/clip-mode.ts";
import { AppError } from "#core/errors.ts";
import type { BoardAction } from "#core/live/board-message.ts";

const decided: Record<CandidateStatus, readonly CandidateStatus[]> = {
  pending_approval: ["approved", "rejected", "expired"],
  approved: [],
  rejected: [],
  expired: [],
};

export function proposed(candidate: Candidate): BoardAction {
  return { candidate, status: "pending_approval", jobId: null };
}

export function approveCandidate(action: BoardAction, jobId: string): BoardAction {
  return { ...decide(action, "approved"), jobId };
}

/** Rejecting twice is the same as once. */
export function rejectCandidate(action: BoardAction): BoardAction {
  return action.status === "rejected" ? action : decide(action, "rejected");
}

export function expireCandidate(action: BoardAction): BoardAction {
  return decide(action, "expired");
}

export interface CandidateEdit {
  readonly title?: string | undefined;
  /** 5 to 180. A clip gets longer or shorter at its start: it ends with what people reacted to. */
  readonly durationSeconds?: number | undefined;
}

/** Throws `conflict` for one that has been decided about. */
export function editCandidate(action: BoardAction, { title, durationSeconds }: CandidateEdit): BoardAction {
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

function decide(action: BoardAction, to: CandidateStatus): BoardAction {
  if (!decided[action.status].includes(to)) throw new AppError("conflict", alreadyDecided(action.status));
  return { ...action, status: to };
}

function alreadyDecided(status: CandidateStatus): string {
  return `This candidate is ${status} already.`;
}
