// The recorder's loop: read the playlist, take in what it says, fetch, store, wait; for as long as the page lives.
import type { TimeRange } from "#core/moments/moment.ts";
import { gapOf, type PlannedSegment } from "#core/recording/fetch-plan.ts";
import { failedOnce, fetched, nextDueMs, nextInQueue, waitingIn, comingIn } from "#core/recording/fetch-queue.ts";
import type { Gap, Mark } from "#core/recording/piece.ts";
import { takeReading, type LiveState } from "#core/recording/take-reading.ts";
import {
  backlogPatience,
  createSegmentFetcher,
  edgePatience,
  SegmentError,
  type FetchedMedia,
  type Patience,
} from "./fetch-segment.ts";
import { createSoundFetcher } from "./fetch-sound.ts";
import type { PlaylistReader } from "./playlist-reader.ts";
import type { RecorderPhase, RecorderProblemCode } from "./recorder.types.ts";
import type { Wakeable } from "./wakeable.ts";

/** Where footage is kept. Segments may come in any order of time. */
export interface LiveStore {
  /** `audio` is the sound that comes apart: null where the stream has none, or it cannot be had. Null when it is kept, else why it is lost. */
  add(
    segment: PlannedSegment,
    media: { readonly video: FetchedMedia; readonly audio: FetchedMedia | null },
  ): Promise<Gap["reason"] | null>;
  addGap(gap: Gap): Promise<void>;
  addMark(mark: Mark): Promise<void>;
  /** Recording goes on from another address than before. */
  opened(source: string): Promise<void>;
}

export interface LiveRecording {
  readonly reader: PlaylistReader;
  readonly store: LiveStore;
  readonly begin: LiveState;
  readonly naps: Wakeable;
  readonly signal: AbortSignal;
  /** `coming`: the times of what is listed and still to be fetched, oldest first. */
  readonly report: (phase: RecorderPhase, problem: RecorderProblemCode | null, coming: readonly TimeRange[]) => void;
}

const firstBackoffMs = 1_000;
const longestBackoffMs = 15_000;
const shortestPollMs = 500;
/** Waiting that took this much longer than was asked for: the tab was frozen, or the computer slept. */
const sleepMs = 10_000;
/** A live source that lists nothing new for this many target durations has paused. */
const quietTargets = 3;

/** Runs until `signal` is aborted. Throws only for failures of the storage. */
export async function recordLive({ reader, store, begin, naps, signal, report: tell }: LiveRecording): Promise<void> {
  const segments = createSegmentFetcher();
  const sounds = createSoundFetcher(segments);
  let state = begin;
  let isResumed = begin.cursor !== null;
  let backoffMs = firstBackoffMs;
  let newestAtMs = performance.now();
  let hasEnded = false;
  /** Where a fresh recording begins so far; null for one that goes on. */
  let earliestMs = isResumed ? null : Number.POSITIVE_INFINITY;
  let hasSlept = false;
  /** What is wrong with single segments while the playlist is well. */
  let trouble: RecorderProblemCode | null = null;

  const report = (phase: RecorderPhase, problem: RecorderProblemCode | null) =>
    tell(phase, problem, comingIn(state.queue));
  const nap = async (ms: number) => {
    const wallMs = Date.now();
    const steadyMs = performance.now();
    await naps.nap(ms, Math.min(ms, shortestPollMs), signal);
    const passedMs = Math.max(Date.now() - wallMs, performance.now() - steadyMs);
    hasSlept ||= passedMs - ms > sleepMs;
  };

  /** False when the network is gone: then the playlist says more. */
  const recordOne = async (segment: PlannedSegment, patience: Patience): Promise<boolean> => {
    try {
      const [video, sound] = await Promise.all([
        segments.fetch(segment, segment.run, patience, signal),
        sounds.fetch(segment, patience, signal),
      ]);
      trouble = sound === "missing" ? "no_sound" : null;
      const lost = await store.add(segment, { video, audio: sound === "missing" ? null : sound });
      state = { ...state, queue: fetched(state.queue, segment) };
      if (earliestMs !== null) earliestMs = Math.min(earliestMs, segment.startMs);
      if (lost !== null) await store.addGap(gapOf(segment, lost));
      newestAtMs = performance.now();
      report("recording", trouble);
      return true;
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      const { reason, isRefused, isOffline } = error;
      trouble = reason === "no_key" ? "no_key" : trouble;
      const step = failedOnce(state.queue, segment, { cause: reason, isRefused, nowMs: performance.now() });
      state = { ...state, queue: step.queue };
      for (const gap of step.gaps) await store.addGap(gap);
      return !isOffline;
    }
  };

  /** The live edge always, what lies behind it until the playlist is due. */
  const recordDue = async (untilMs: number, targetDurationMs: number): Promise<boolean> => {
    const isReady = (segment: PlannedSegment) => !sounds.isComing(segment);
    for (;;) {
      const segment = nextInQueue(state.queue, performance.now(), isReady);
      if (segment === null || signal.aborted) return true;
      const isEdge = state.queue.edge.some((entry) => entry.segment === segment);
      if (!isEdge && performance.now() >= untilMs) return true;
      if (!(await recordOne(segment, isEdge ? edgePatience : backlogPatience(targetDurationMs)))) return false;
    }
  };

  while (!signal.aborted) {
    const isIdle = state.queue.edge.length + state.queue.backlog.length === 0;
    const reading = await reader.read(signal, isIdle && state.cursor !== null ? state.cursor.sequence + 1 : null);
    if (reading.status === "problem") {
      // After the end an address that answers no more is what one expects.
      report(hasEnded ? "ended" : "waiting", hasEnded ? null : reading.code);
      await nap(backoffMs);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
      continue;
    }
    backoffMs = firstBackoffMs;
    if (state.source !== reading.source || isResumed) await store.opened(reading.source);
    isResumed = false;
    const step = takeReading(state, reading, hasSlept);
    hasSlept = false;
    state = step.state;
    sounds.listed(
      reading.hasSeparateSound ? state.sound : null,
      reading.picture.targetDurationMs,
      waitingIn(state.queue),
    );
    // What left the playlist before a first recording got so far back is not missing: the recording begins later.
    const isBefore = ({ reason, toMs }: Gap) => reason === "left_playlist" && earliestMs !== null && toMs <= earliestMs;
    for (const gap of step.gaps) if (!isBefore(gap)) await store.addGap(gap);
    for (const ad of step.ads) await store.addMark(ad);
    const isOnline = await recordDue(step.readAgainAtMs, reading.picture.targetDurationMs);

    hasEnded = reading.picture.hasEnded;
    const isQuiet = performance.now() - newestAtMs > quietTargets * reading.picture.targetDurationMs;
    if (trouble === "no_key" && state.queue.backlog.length === 0) trouble = null;
    report(hasEnded ? "ended" : isQuiet || state.cursor === null ? "waiting" : "recording", trouble);
    const waiting = waitingIn(state.queue);
    const isSoundComing = waiting.some((segment) => sounds.isComing(segment));
    const untilMs = Math.min(step.readAgainAtMs, nextDueMs(state.queue) ?? Number.POSITIVE_INFINITY);
    const pauseMs = Math.max(isOnline && !isSoundComing ? 0 : shortestPollMs, untilMs - performance.now());
    // The server holds its answer until there is more; one that came with nothing new was not held, or for too long.
    const isHeldByServer = reading.picture.canBlock && !hasEnded && waiting.length === 0 && step.hasNew;
    if (!isHeldByServer) await nap(isSoundComing ? shortestPollMs : pauseMs);
  }
}
