// What the dashboard knows of all channels, and how each message of the live socket changes it.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { channelKey } from "#core/channel/channel-ref.ts";

export interface BoardState {
  readonly channels: readonly ChannelSummary[];
  /** What waits for approval, oldest first. */
  readonly actions: readonly CandidateState[];
  /** Newest first. */
  readonly jobs: readonly ClipJob[];
  readonly flags: ClipFlags;
  readonly accounts: readonly ConnectedAccount[];
}

/** A page that is open for days must not grow without end; what is older is in the database. */
export const maxBoardJobs = 1000;
export const maxBoardActions = 500;

/** The state after a message; null before the first snapshot, to which everything else belongs. */
export function applyBoardMessage(state: BoardState | null, message: BoardMessage): BoardState | null {
  if (message.type === "snapshot") {
    const { channels, actions, jobs, flags, accounts } = message;
    return { channels, actions: inQueueOrder(actions), jobs: newestFirst(jobs), flags, accounts };
  }
  if (state === null) return null;
  switch (message.type) {
    case "channels":
      return { ...state, channels: mergeChannels(state.channels, message.channels) };
    case "action":
      return addAction(state, message.action);
    case "job":
      return addBoardJob(state, message.job);
    case "flags":
      return { ...state, flags: message.flags };
    case "accounts":
      return { ...state, accounts: message.accounts };
  }
}

/** One that no longer waits leaves the queue. */
export function addAction(state: BoardState, action: CandidateState): BoardState {
  const id = action.candidate.candidateId;
  const others = state.actions.filter(({ candidate }) => candidate.candidateId !== id);
  return { ...state, actions: inQueueOrder([...others, action]) };
}

/** Answers and socket messages overtake each other: an older version of a job never replaces a newer one. */
export function addBoardJob(state: BoardState, job: ClipJob): BoardState {
  const known = state.jobs.find((one) => one.jobId === job.jobId);
  if (known && known.updatedAtMs > job.updatedAtMs) return state;
  return { ...state, jobs: newestFirst([job, ...state.jobs.filter((one) => one !== known)]) };
}

function mergeChannels(known: readonly ChannelSummary[], news: readonly ChannelSummary[]): readonly ChannelSummary[] {
  const byKey = new Map([...known, ...news].map((channel) => [channelKey(channel), channel]));
  return [...byKey.values()];
}

function inQueueOrder(actions: readonly CandidateState[]): readonly CandidateState[] {
  return actions
    .filter(({ status }) => status === "pending_approval")
    .toSorted((a, b) => a.candidate.sourceTsMs - b.candidate.sourceTsMs)
    .slice(-maxBoardActions);
}

function newestFirst(jobs: readonly ClipJob[]): readonly ClipJob[] {
  return jobs
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs || b.range.fromMs - a.range.fromMs)
    .slice(0, maxBoardJobs);
}
