// The detector of one channel: events in, moments out. It counts in event time, so a feed that stalls and then floods
// shows it the same seconds as one that runs smoothly, and it judges each second once the next one has begun.
import type { ChannelAlert, ChatMessage } from "#core/chat/chat-event.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { countEvent, noteGuards, judgedLatenessSeconds } from "./count-event.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import { addGap, isKnownSecond, type DetectorState } from "./detector-state.ts";
import { judgeSecond } from "./judge-second.ts";
import { openSecond, putSecond, secondAt, ringSeconds } from "./second-window.ts";
import type { Second } from "./second.ts";
import { addViewerSample, viewerBaseline } from "./viewer-baseline.ts";

/**
 * What the detector hears. All times are epoch milliseconds of event time but `receivedAtMs` and `nowMs`, which are our
 * own clock: they show the feed's lag and unmask messages from the future. Without `receivedAtMs` the newest tick is
 * the clock, so a live caller passes it or ticks at least every five seconds; a replay may leave out both.
 */
export type DetectorInput =
  | (ChatMessage & { readonly receivedAtMs?: number })
  | (ChannelAlert & { readonly receivedAtMs?: number })
  | { readonly type: "viewers"; readonly atMs: number; readonly count: number }
  | { readonly type: "tick"; readonly nowMs: number }
  /** A second counted earlier: replays a session without its text, as the live detector saw it. In order of time. */
  | { readonly type: "second"; readonly second: Second }
  /** The feed was down: those seconds are unknown, not silent. */
  | { readonly type: "gap"; readonly fromMs: number; readonly toMs: number };

const none: readonly DetectedMoment[] = [];

/**
 * Takes one input and returns the moments it completes, usually none. It changes `state` in place: a message costs a
 * few additions, and copying minutes of state for each would cost a thousand times that.
 */
export function observe(
  state: DetectorState,
  input: DetectorInput,
  settings: DetectionSettings,
): readonly DetectedMoment[] {
  switch (input.type) {
    case "message":
    case "alert": {
      const second = countEvent(state, input, input.receivedAtMs ?? null, settings);
      if (second === null) return none;
      markForJudging(state, second);
      // The seconds before this one are over.
      return second - 1 > (state.frontSecond ?? -1) ? judgeUpTo(state, second - 1, settings) : none;
    }
    case "second":
      takeSecond(state, input.second, settings);
      return judgeUpTo(state, input.second.second, settings);
    case "viewers":
      countViewers(state, input.atMs, input.count, settings);
      return none;
    case "tick":
      state.clockMs = Math.max(state.clockMs ?? 0, input.nowMs);
      return judgeUpTo(state, lastSecondHeard(state, input.nowMs), settings);
    case "gap":
      addGap(state, Math.floor(input.fromMs / 1000), Math.floor((input.toMs - 1) / 1000));
      return none;
  }
}

/**
 * When a tick is next needed, epoch milliseconds of our clock: to judge the seconds heard so far, or to see whether the
 * peak of what has fired is over. Null when only new events can bring anything.
 */
export function nextDeadlineMs(state: DetectorState, settings: DetectionSettings): number | null {
  const { episode, frontSecond, newestSecond, dirtySecond } = state;
  let dueSecond: number | null = null;
  if (frontSecond === null || newestSecond > frontSecond) dueSecond = state.firstSecond === null ? null : newestSecond;
  else if (episode) {
    const { peakConfirmSeconds, maxWaitSeconds } = settings[episode.profile];
    dueSecond = Math.min(episode.riseSecond + peakConfirmSeconds, episode.startSecond + maxWaitSeconds);
  } else if (dirtySecond !== null) dueSecond = frontSecond;
  return dueSecond === null ? null : Math.ceil((dueSecond + 1) * 1000 + holdbackMs(state));
}

/** Seconds of `[fromMs, toMs)` that were heard and are still kept (three minutes), silent ones included, oldest first. */
export function countsBetween(state: DetectorState, fromMs: number, toMs: number): SecondCounts[] {
  const newest = Math.max(state.newestSecond, state.frontSecond ?? 0);
  const from = Math.max(Math.ceil(fromMs / 1000), newest - ringSeconds + 1);
  const to = Math.min(Math.ceil(toMs / 1000), newest + 1);
  const counts: SecondCounts[] = [];
  for (let second = from; second < to; second++) {
    if (!isKnownSecond(state, second)) continue;
    const bucket = secondAt(state.window, second);
    counts.push({
      atMs: second * 1000,
      messages: bucket?.messages ?? 0,
      chatters: bucket?.chatters ?? 0,
      reactions: bucket?.reactions ?? 0,
      demand: bucket?.demand ?? 0,
      viewers: viewersAt(state, second),
    });
  }
  return counts;
}

function markForJudging(state: DetectorState, second: number): void {
  if (state.frontSecond === null || second > state.frontSecond) return;
  state.dirtySecond = Math.min(state.dirtySecond ?? second, second);
}

/** Judges what late messages changed and what is new, in order. Bounded by the ring: a longer pause was not heard. */
function judgeUpTo(state: DetectorState, last: number, settings: DetectionSettings): readonly DetectedMoment[] {
  if (state.firstSecond === null) return none;
  const to = Math.max(last, state.frontSecond ?? last);
  const next = state.frontSecond === null ? state.firstSecond : state.frontSecond + 1;
  const reach = ringSeconds - judgedLatenessSeconds;
  // Nobody looked for minutes, not even at the clock: that was an outage of ours.
  if (to - next > reach) addGap(state, next, to);
  const from = Math.max(Math.min(state.dirtySecond ?? next, next), to - reach);
  state.dirtySecond = null;
  const moments: DetectedMoment[] = [];
  for (let second = from; second <= to; second++) {
    const moment = judgeSecond(state, second, settings);
    if (moment) moments.push(moment);
  }
  return moments.length > 0 ? moments : none;
}

function countViewers(state: DetectorState, atMs: number, count: number, settings: DetectionSettings): void {
  if (!Number.isFinite(atMs) || atMs < 0 || !addViewerSample(state.viewers, { atMs, count })) return;
  const second = Math.floor(atMs / 1000);
  state.firstSecond ??= second;
  const bucket = openSecond(state.window, second);
  if (!bucket) return;
  const { viewerBaselineSeconds, viewerBaselineSamples } = settings.seed;
  bucket.viewers = { count, baseline: viewerBaseline(state.viewers, viewerBaselineSeconds, viewerBaselineSamples) };
  state.newestSecond = Math.max(state.newestSecond, second);
  markForJudging(state, second);
}

function takeSecond(state: DetectorState, second: Second, settings: DetectionSettings): void {
  state.firstSecond ??= second.second;
  state.newestSecond = Math.max(state.newestSecond, second.second);
  putSecond(state.window, second);
  for (const { kind, amount } of second.alerts) noteGuards(state, kind, amount, second.second, settings);
  if (second.viewers) addViewerSample(state.viewers, { atMs: second.second * 1000, count: second.viewers.count });
}

/** The newest second that can be taken as complete, given how far the feed lags behind our clock. */
function lastSecondHeard(state: DetectorState, nowMs: number): number {
  return Math.floor((nowMs - holdbackMs(state)) / 1000) - 1;
}

/** Half as much again as the mean lag, because half of the messages lag more than the mean. */
function holdbackMs({ lagMs }: DetectorState): number {
  return Math.min(1.5 * lagMs, judgedLatenessSeconds * 1000);
}

function viewersAt({ viewers }: DetectorState, second: number): number | null {
  return viewers.findLast(({ atMs }) => atMs < (second + 1) * 1000)?.count ?? null;
}
