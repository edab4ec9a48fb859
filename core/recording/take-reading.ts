// One step of the recorder: takes in what a playlist says and answers what to fetch, what is lost, and when to look again.
import { noAds, stepAds, type AdState } from "#core/recording/ad-marks.ts";
import { resumedArrivals, stepArrivals, type ArrivalState, type TimedSegment } from "#core/recording/arrival-clock.ts";
import { planFetch, type Cursor, type Watch } from "#core/recording/fetch-plan.ts";
import { emptyQueue, enqueue, refresh, refreshByTime, type FetchQueue } from "#core/recording/fetch-queue.ts";
import { timeSound } from "#core/recording/match-sound.ts";
import type { Gap, Mark } from "#core/recording/piece.ts";
import type { MediaPlaylist } from "#core/recording/playlist.ts";

/** What was read, and when by a clock that nobody sets. */
export interface Reading {
  readonly picture: MediaPlaylist;
  /** The rendition of the sound; null where it lies in the picture's segments, or cannot be read. */
  readonly sound: MediaPlaylist | null;
  /** Tells playlists apart whose numbers mean different segments. */
  readonly source: string;
  readonly askedAtMs: number;
  readonly arrivedAtMs: number;
  readonly wasHeld: boolean;
  /** What this computer's clock said when it arrived. */
  readonly wallMs: number;
}

export interface LiveState {
  readonly cursor: Cursor | null;
  readonly queue: FetchQueue;
  readonly arrivals: ArrivalState;
  readonly ads: AdState;
  /** Of the last reading; null before the first of a fresh recording. */
  readonly source: string | null;
  /** The first reading of a recording that goes on is still to come: what is on disk or known to be lost. */
  readonly held: readonly { readonly fromMs: number; readonly toMs: number }[] | null;
  readonly lastReadAtMs: number | null;
  /** The sound as it is listed, in event time. */
  readonly sound: readonly TimedSegment[];
}

export interface Step {
  readonly state: LiveState;
  readonly gaps: readonly Gap[];
  readonly ads: readonly Mark[];
  /** New segments were listed. */
  readonly hasNew: boolean;
  /** When to read the playlist again at the latest, on the steady clock. */
  readonly readAgainAtMs: number;
}

/** A stream that has ended may come back at the same address. */
const endedPollMs = 10_000;

/** `known` are the newest pieces of an earlier life, oldest first; `held` all that it has on disk or knows to be lost. */
export function beginLive(
  known: readonly Cursor[],
  source: string | null,
  held: readonly { readonly fromMs: number; readonly toMs: number }[],
): LiveState {
  const cursor = known.at(-1) ?? null;
  return {
    cursor,
    queue: emptyQueue,
    arrivals: resumedArrivals(known),
    ads: noAds,
    source,
    held: cursor === null ? null : held,
    lastReadAtMs: null,
    sound: [],
  };
}

/** `hasSlept`: the tab or the computer stood still since the reading before. */
export function takeReading(state: LiveState, reading: Reading, hasSlept: boolean): Step {
  const { picture, arrivedAtMs } = reading;
  const { targetDurationMs } = picture;
  const hasDates = picture.segments.every(({ startMs }) => startMs !== null);
  const arrivals = hasDates ? null : stepArrivals(state.arrivals, { ...reading, playlist: picture });
  if (arrivals?.status === "wait") {
    const waiting = { ...state, arrivals: arrivals.state, lastReadAtMs: arrivedAtMs };
    return { state: waiting, gaps: [], ads: [], hasNew: false, readAgainAtMs: arrivals.readAgainAtMs };
  }
  const timed = arrivals?.segments ?? picture.segments.map((one) => ({ ...one, startMs: one.startMs ?? 0 }));
  const isOtherPlaylist = state.source !== null && state.source !== reading.source;
  const isNear = state.lastReadAtMs !== null && arrivedAtMs - state.lastReadAtMs <= 3 * targetDurationMs;
  const since: Watch = hasSlept ? "asleep" : isNear ? "watched" : "unreachable";
  const plan = planFetch({
    cursor: state.cursor,
    segments: timed,
    isResumed: state.held !== null,
    isOtherPlaylist,
    isMoved: arrivals?.isMoved ?? false,
    since,
    held: state.held ?? [],
  });
  const kept = plan.isRestarted ? refreshByTime(state.queue, timed) : refresh(state.queue, timed);
  const isCatchingUp = state.cursor === null || state.held !== null;
  const fresh = new Set(plan.segments.map(({ sequence }) => sequence));
  const ads = stepAds(
    state.ads,
    picture.ads,
    timed.filter(({ sequence }) => fresh.has(sequence)),
  );
  const hasNew = plan.segments.length > 0;
  // A rendition that cannot be read just now still has what it listed before.
  const known = isOtherPlaylist ? [] : state.sound;
  const next: LiveState = {
    cursor: plan.cursor,
    queue: enqueue(kept.queue, plan.segments, isCatchingUp),
    arrivals: arrivals?.state ?? state.arrivals,
    ads: ads.state,
    source: reading.source,
    held: timed.length > 0 ? null : state.held,
    lastReadAtMs: arrivedAtMs,
    sound: reading.sound === null ? known : timeSound(reading.sound.segments, timed),
  };
  const readAgainAtMs = arrivals
    ? arrivals.readAgainAtMs
    : // RFC 8216 section 6.3.4: a target duration after a change, half of one otherwise.
      reading.askedAtMs + (hasNew ? targetDurationMs : targetDurationMs / 2);
  return {
    state: next,
    gaps: [...kept.gaps, ...plan.gaps],
    ads: ads.ads.map((ad): Mark => ({ kind: "ad", ...ad })),
    hasNew,
    readAgainAtMs: picture.hasEnded ? arrivedAtMs + endedPollMs : readAgainAtMs,
  };
}
