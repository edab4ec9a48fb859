// What the watch page knows of its channel, and how each message of the live socket changes it.
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { applyCandidate, pendingInOrder } from "#core/clips/candidate/pending-candidates.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { applyJob } from "#core/clips/job/job-order.ts";
import { type ChannelFeedback, noFeedback } from "#core/channel/channel-feedback.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { RecorderReport, ServerMessage } from "#core/live/live-message.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { Moment } from "#core/moments/moment.ts";
import type { Session } from "#core/session/session.ts";
import { mergeCounts } from "./chart-window.ts";

export interface WatchState {
  readonly channel: Channel;
  readonly settings: ChannelSettings;
  readonly session: Session | null;
  readonly feed: Feed;
  /** The newest seconds, in order of time. */
  readonly counts: readonly SecondCounts[];
  /** Newest first. */
  readonly moments: readonly Moment[];
  /** Newest first. */
  readonly jobs: readonly ClipJob[];
  /** What waits for approval, oldest first. */
  readonly candidates: readonly CandidateState[];
  readonly recorders: readonly RecorderReport[];
  /** What people said of moments, and what that makes each trigger count. */
  readonly feedback: ChannelFeedback;
  /** What to add to this device's clock to get the server's, milliseconds. */
  readonly clockOffsetMs: number;
}

/** A session of many hours must not fill the page: older moments and clips are still on the dashboard and in the database. */
export const maxMoments = 300;
export const maxJobs = 300;

type Start = Pick<WatchState, "channel" | "settings" | "session" | "moments" | "jobs" | "candidates">;

/** What the first answer over HTTP gives; the live socket completes it. */
export function startWatching(start: Start): WatchState {
  return {
    channel: start.channel,
    settings: start.settings,
    session: start.session,
    feed: { status: "connecting", lagMs: null, badFrames: 0, unknownEvents: 0, detail: null },
    counts: [],
    moments: newestMoments(start.moments),
    jobs: newestJobs(start.jobs),
    candidates: pendingInOrder(start.candidates),
    recorders: [],
    feedback: noFeedback,
    clockOffsetMs: 0,
  };
}

/** The state after a message that arrived at `nowMs` by this device's clock. */
export function applyMessage(state: WatchState, message: ServerMessage, nowMs: number): WatchState {
  switch (message.type) {
    case "snapshot":
      return {
        channel: message.channel,
        settings: message.settings,
        session: message.session,
        feed: message.feed,
        counts: mergeCounts([], message.counts),
        moments: newestMoments(message.moments),
        jobs: newestJobs(message.jobs),
        candidates: pendingInOrder(message.candidates),
        recorders: message.recorders,
        feedback: state.feedback,
        clockOffsetMs: message.serverNowMs - nowMs,
      };
    case "counts":
      return { ...state, counts: mergeCounts(state.counts, message.counts), feed: message.feed };
    case "session":
      return { ...state, session: message.session };
    case "moment":
      return addMoment(state, message.moment);
    case "job":
      return addJob(state, message.job);
    case "candidate":
      return { ...state, candidates: applyCandidate(state.candidates, message.candidate) };
    case "settings":
      return addSettings(state, message.settings);
    case "feedback":
      return { ...state, feedback: message.feedback };
    case "recorders":
      return { ...state, recorders: message.recorders };
  }
}

export function addMoment(state: WatchState, moment: Moment): WatchState {
  return { ...state, moments: newestMoments([moment, ...state.moments.filter((known) => known.id !== moment.id)]) };
}

/** Answers and socket messages overtake each other: an older version of a job never replaces a newer one. */
export function addJob(state: WatchState, job: ClipJob): WatchState {
  return { ...state, jobs: newestJobs(applyJob(state.jobs, job, Date.now() + state.clockOffsetMs)) };
}

export function addSettings(state: WatchState, settings: ChannelSettings): WatchState {
  return settings.version < state.settings.version ? state : { ...state, settings };
}

function newestMoments(moments: readonly Moment[]): readonly Moment[] {
  return [...moments].sort((a, b) => b.peakMs - a.peakMs).slice(0, maxMoments);
}

function newestJobs(jobs: readonly ClipJob[]): readonly ClipJob[] {
  return [...jobs].sort((a, b) => b.createdAtMs - a.createdAtMs || b.range.fromMs - a.range.fromMs).slice(0, maxJobs);
}
