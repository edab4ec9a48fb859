// Everything the detector remembers of one channel: constant in size, kept between evictions by `encode-state.ts`.
import type { TriggerType } from "#core/moments/moment.ts";
import { createBaseline, type Baseline } from "./baseline.ts";
import { createRecentIds, type RecentIds } from "./recent-ids.ts";
import type { RecentPeople } from "./recent-people.ts";
import { createSecondWindow, type SecondWindow } from "./second-window.ts";
import type { Signal } from "./signal.ts";
import type { SuppressedBurst } from "./suppression.ts";
import type { ViewerSample } from "./viewer-baseline.ts";

/** What happened to messages that did not take the ordinary way. */
export interface DetectorTally {
  messages: number;
  /** Seen before, by id. */
  repeated: number;
  /** More than a minute late: counted, not judged. */
  late: number;
  /** Dated more than five seconds ahead of our clock: counted as of now. */
  fromFuture: number;
  fromSharedChat: number;
}

/** Signals that have fired and wait for their peak to pass. Times are epoch seconds. */
export interface Episode {
  readonly profile: "seed" | "adaptive";
  readonly startSecond: number;
  /** Second of the highest intensity so far. */
  riseSecond: number;
  intensity: number;
  /** The strongest of each type. */
  readonly signals: Map<TriggerType, Signal>;
}

export interface DetectorState {
  readonly window: SecondWindow;
  readonly ids: RecentIds;
  readonly people: RecentPeople;
  /** Hash of a long text → the second it was last written. */
  readonly longTexts: Map<number, number>;
  readonly baseline: Baseline;
  readonly viewers: ViewerSample[];
  readonly tally: DetectorTally;
  /** Newest arrival time known, epoch milliseconds; null in a replay that has none. */
  clockMs: number | null;
  /** Recent mean of arrival time less event time. */
  lagMs: number;
  /** The first second heard; what lies before it is unknown, not silent. */
  firstSecond: number | null;
  /** Newest second with a message. */
  newestSecond: number;
  /** Newest second ever judged. */
  frontSecond: number | null;
  /** Seconds from here to the front were changed by late messages and wait to be judged again; null when none were. */
  dirtySecond: number | null;
  /** Spans without a feed, oldest first, both ends within. */
  readonly gaps: { readonly fromSecond: number; readonly toSecond: number }[];
  lastRaidSecond: number | null;
  lastGiftSecond: number | null;
  /** The budget's threshold; null until the first second is judged. */
  threshold: number | null;
  episode: Episode | null;
  /** When the latest moments began, oldest first; a late one is fitted in between. */
  readonly momentSeconds: number[];
  readonly suppressed: SuppressedBurst[];
}

export function createDetectorState(): DetectorState {
  return {
    window: createSecondWindow(),
    ids: createRecentIds(),
    people: new Map(),
    longTexts: new Map(),
    baseline: createBaseline(),
    viewers: [],
    tally: { messages: 0, repeated: 0, late: 0, fromFuture: 0, fromSharedChat: 0 },
    clockMs: null,
    lagMs: 0,
    firstSecond: null,
    newestSecond: 0,
    frontSecond: null,
    dirtySecond: null,
    gaps: [],
    lastRaidSecond: null,
    lastGiftSecond: null,
    threshold: null,
    episode: null,
    momentSeconds: [],
    suppressed: [],
  };
}

/** False for seconds without a feed and for those before the first event. */
export function isKnownSecond(state: DetectorState, second: number): boolean {
  if (state.firstSecond === null || second < state.firstSecond) return false;
  return !state.gaps.some((gap) => gap.fromSecond <= second && second <= gap.toSecond);
}

// Older gaps have left the ring.
const maxGaps = 16;

export function addGap(state: DetectorState, fromSecond: number, toSecond: number): void {
  if (toSecond < fromSecond) return;
  state.gaps.push({ fromSecond, toSecond });
  if (state.gaps.length > maxGaps) state.gaps.shift();
}
