// What the dashboard knows of all channels, and how each message of the live socket changes it.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { applyJob } from "#core/clips/job/job-order.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { applyCandidate, pendingInOrder } from "#core/clips/candidate/pending-candidates.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { channelKey } from "#core/channel/channel-ref.ts";

export interface BoardState {
  readonly channels: readonly ChannelSummary[];
  /** What waits for approval, oldest first. */
  readonly candidates: readonly CandidateState[];
  /** Newest first. */
  readonly jobs: readonly ClipJob[];
  readonly flags: ClipFlags;
  readonly accounts: readonly ConnectedAccount[];
  /** Messages inside the product that nobody will ever take. */
  readonly setAside: number;
  /** What the server's clock is ahead of this device's, milliseconds: jobs carry the server's times. */
  readonly clockOffsetMs: number;
}

/** A page that is open for days must not grow without end; what is older is in the database. */
export const maxBoardJobs = 1000;

/** The state after a message; null before the first snapshot, to which everything else belongs. `nowMs` is this device's. */
export function applyBoardMessage(state: BoardState | null, message: BoardMessage, nowMs: number): BoardState | null {
  if (message.type === "snapshot") {
    const { channels, candidates, jobs, flags, accounts, setAside, serverNowMs } = message;
    const clockOffsetMs = serverNowMs - nowMs;
    return {
      ...{ channels, flags, accounts, setAside, clockOffsetMs },
      candidates: pendingInOrder(candidates),
      jobs: newestFirst(jobs),
    };
  }
  if (state === null) return null;
  switch (message.type) {
    case "channels":
      return { ...state, channels: mergeChannels(state.channels, message.channels) };
    case "candidate":
      return { ...state, candidates: applyCandidate(state.candidates, message.candidate) };
    case "job":
      return addBoardJob(state, message.job, nowMs);
    case "flags":
      return { ...state, flags: message.flags };
    case "accounts":
      return { ...state, accounts: message.accounts };
    case "set_aside":
      return { ...state, setAside: message.setAside };
  }
}

/** Answers and socket messages overtake each other: an older version of a job never replaces a newer one. */
export function addBoardJob(state: BoardState, job: ClipJob, nowMs: number): BoardState {
  return { ...state, jobs: newestFirst(applyJob(state.jobs, job, nowMs + state.clockOffsetMs)) };
}

function mergeChannels(known: readonly ChannelSummary[], news: readonly ChannelSummary[]): readonly ChannelSummary[] {
  const byKey = new Map([...known, ...news].map((channel) => [channelKey(channel), channel]));
  return [...byKey.values()];
}

function newestFirst(jobs: readonly ClipJob[]): readonly ClipJob[] {
  return jobs
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs || b.range.fromMs - a.range.fromMs)
    .slice(0, maxBoardJobs);
}
