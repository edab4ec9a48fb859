// Gives footage without date-times its event time: the end of a segment is when the playlist first listed it.
import type { MediaPlaylist, PlaylistSegment } from "#core/recording/playlist.ts";

/** A segment with its event time known. */
export type TimedSegment = PlaylistSegment & { readonly startMs: number };

/** The playlist as it was read, and when. All times of a clock that nobody sets. */
export interface ArrivalQuestion {
  readonly playlist: MediaPlaylist;
  readonly askedAtMs: number;
  readonly arrivedAtMs: number;
  /** The server held the answer until there was something new. */
  readonly wasHeld: boolean;
  /** What this computer's clock said when the playlist arrived. */
  readonly wallMs: number;
}

/** When a listed segment appeared, less when its footage ends by the axis: what the axis has to be moved by. */
interface Sighting {
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface ArrivalState {
  /** Event time of the newest segment told so far, and of those listed with it. Empty before the first reading. */
  readonly known: readonly { readonly sequence: number; readonly startMs: number; readonly durationMs: number }[];
  /** False while the axis only stands on the first reading, which may be a segment late. */
  readonly isAnchored: boolean;
  readonly firstArrivedAtMs: number;
  /** What to add to the steady clock to have event time. */
  readonly shiftMs: number;
  readonly lastAskedAtMs: number;
  readonly sightings: readonly Sighting[];
}

export type ArrivalReading =
  /** Nothing can be placed yet. */
  | { readonly status: "wait"; readonly state: ArrivalState; readonly readAgainAtMs: number }
  | {
      readonly status: "timed";
      readonly state: ArrivalState;
      readonly segments: readonly TimedSegment[];
      /** The axis was moved: what is listed anew does not follow what was told before. */
      readonly isMoved: boolean;
      /** When to read the playlist again, on the steady clock. */
      readonly readAgainAtMs: number;
    };

/** How often a playlist is read while the first new segment is waited for; half of it is the error that remains. */
const closeLookMs = 150;
/** A playlist is looked at this long before and after a segment is due, so that its clock can be followed. */
const dueWithinMs = 60;
/** How often it is looked at closely when the segment is late. */
const lateLooks = 4;
/** The axis is right to within the reading; it is moved when it is wrong by more than this. */
const toleranceMs = 30;
/** A minute of two-second segments: long enough for the earliest sighting, short enough to follow a drift. */
const maxSightings = 30;
/** A segment that is this late was not delayed on its way: the source paused. Two in a row say so. */
const pauseMs = 1_000;
/** The gap between two clocks that means that one of them stood still or was set. */
const clockJumpMs = 1_000;
/** Beyond this the numbering of a stream that was not seen for a while is no measure of time. */
const largestLeapMs = 10_000;
/** A stream that comes back within this is the same one. */
const longestAwayMs = 5 * 60_000;

export const noArrivals: ArrivalState = {
  known: [],
  isAnchored: false,
  firstArrivedAtMs: 0,
  shiftMs: 0,
  lastAskedAtMs: 0,
  sightings: [],
};

/** Goes on from what an earlier life of the page has told. */
export function resumedArrivals(known: ArrivalState["known"]): ArrivalState {
  return { ...noArrivals, known, isAnchored: known.length > 0 };
}

export function stepArrivals(state: ArrivalState, question: ArrivalQuestion): ArrivalReading {
  const { playlist, askedAtMs, arrivedAtMs, wallMs } = question;
  const isFirst = state.firstArrivedAtMs === 0;
  const begun: ArrivalState = isFirst
    ? { ...state, firstArrivedAtMs: arrivedAtMs, shiftMs: wallMs - arrivedAtMs }
    : state;
  const newest = playlist.segments.at(-1);
  if (newest === undefined) return timed({ ...begun, lastAskedAtMs: askedAtMs }, [], false, question);
  const placed = onAxis(begun.known, playlist);
  const shiftMs = shiftFor(begun, placed, question);
  const asked = { ...begun, shiftMs, lastAskedAtMs: askedAtMs };
  const lateMs = arrivedAtMs + shiftMs - endOf(placed ?? []);
  const isFar = lateMs < -largestLeapMs || lateMs > (isFirst ? longestAwayMs : largestLeapMs);
  const knownTo = begun.known.at(-1)?.sequence ?? -1;
  const wasUnseen = isFirst || (playlist.segments[0]?.sequence ?? 0) > knownTo + 1;
  if (placed === null || (isFar && wasUnseen)) return anew(asked, question);
  if (newest.sequence <= knownTo)
    return begun.isAnchored ? timed(asked, placed, false, question) : wait(asked, placed, question);

  // The playlist before did not list it. Before the first reading nobody looked.
  const notBeforeMs = isFirst ? Number.NEGATIVE_INFINITY : begun.lastAskedAtMs + shiftMs - endOf(placed);
  const sighting = { leastMs: question.wasHeld ? lateMs - closeLookMs : notBeforeMs, mostMs: lateMs };
  const isBroken = placed.some(({ sequence, isDiscontinuous }) => isDiscontinuous && sequence > knownTo);
  const { state: seen, moveMs } = judge(asked, sighting, isBroken);
  const isMoved = begun.isAnchored && Math.abs(moveMs) > toleranceMs;
  if (begun.isAnchored && !isMoved) return timed({ ...seen, known: toKnown(placed) }, placed, false, question);
  // What has been told stays where it is; a first axis has told nothing.
  const segments = placed.map((segment) =>
    isMoved && segment.sequence <= knownTo ? segment : { ...segment, startMs: segment.startMs + moveMs },
  );
  const sightings = seen.sightings.map((one) => ({ leastMs: one.leastMs - moveMs, mostMs: one.mostMs - moveMs }));
  return timed({ ...seen, isAnchored: true, known: toKnown(segments), sightings }, segments, isMoved, question);
}

/** The steady clock stands still while the computer sleeps; where this computer's own agrees with the stream, that one counts. */
function shiftFor(
  { shiftMs }: ArrivalState,
  placed: readonly TimedSegment[] | null,
  { arrivedAtMs, wallMs }: ArrivalQuestion,
): number {
  const jumpMs = wallMs - arrivedAtMs - shiftMs;
  if (placed === null || Math.abs(jumpMs) < clockJumpMs) return shiftMs;
  const lateMs = arrivedAtMs + shiftMs - endOf(placed);
  return Math.abs(lateMs + jumpMs) < Math.abs(lateMs) / 2 ? shiftMs + jumpMs : shiftMs;
}

/** A first reading, or another numbering: the newest segment ends as it arrives, until a new one is seen to come. */
function anew(state: ArrivalState, question: ArrivalQuestion): ArrivalReading {
  const { playlist, arrivedAtMs } = question;
  const fromMs = arrivedAtMs + state.shiftMs - sumOf(playlist.segments);
  const segments = chain(playlist.segments, new Map(), fromMs);
  const next = { ...state, known: toKnown(segments), sightings: [], firstArrivedAtMs: arrivedAtMs };
  if (playlist.hasEnded) return timed({ ...next, isAnchored: true }, segments, false, question);
  return { status: "wait", state: { ...next, isAnchored: false }, readAgainAtMs: arrivedAtMs + closeLookMs };
}

/** Puts the listed segments after those that are known; null when they do not belong to what is known. */
function onAxis(known: ArrivalState["known"], { segments, targetDurationMs }: MediaPlaylist): TimedSegment[] | null {
  const oldest = known[0];
  const last = known.at(-1);
  const first = segments[0];
  const newest = segments.at(-1);
  if (oldest === undefined || last === undefined || first === undefined || newest === undefined) return null;
  // An outdated copy of the playlist is behind by less than a window; anything lower counts from another start.
  if (newest.sequence < oldest.sequence) return null;
  const starts = new Map(known.map(({ sequence, startMs }) => [sequence, startMs]));
  const place = segments.findIndex(({ sequence }) => starts.has(sequence));
  const unseenMs = Math.max(0, first.sequence - last.sequence - 1) * targetDurationMs;
  const fromMs =
    place < 0
      ? last.startMs + last.durationMs + unseenMs
      : (starts.get(segments[place]?.sequence ?? 0) ?? 0) - sumOf(segments.slice(0, place));
  return chain(segments, starts, fromMs);
}

/** What the axis is to be moved by, after one more sighting. */
function judge(
  state: ArrivalState,
  sighting: Sighting,
  isBroken: boolean,
): { readonly state: ArrivalState; readonly moveMs: number } {
  const before = state.sightings.at(-1);
  const isLate = sighting.leastMs > pauseMs;
  const hasPaused = isLate && before !== undefined && before.leastMs > pauseMs;
  const earlier = isBroken ? [] : hasPaused ? [before] : state.sightings;
  const sightings = [...earlier, sighting].slice(-maxSightings);
  const mostMs = Math.min(...sightings.map((one) => one.mostMs));
  // What came late on its way says nothing against an earlier sighting.
  const leastMs = Math.min(mostMs, Math.max(...sightings.map((one) => one.leastMs)));
  const next = { ...state, sightings };
  if (!state.isAnchored) return { state: next, moveMs: (leastMs + mostMs) / 2 };
  if (isLate && !hasPaused && !isBroken) return { state: next, moveMs: 0 };
  return { state: next, moveMs: Math.min(mostMs, Math.max(leastMs, 0)) };
}

/** Nothing new is listed yet: looks closely for a while, then takes what there is, for the source is silent. */
function wait(state: ArrivalState, segments: readonly TimedSegment[], question: ArrivalQuestion): ArrivalReading {
  const { playlist, arrivedAtMs } = question;
  const isSilent = arrivedAtMs - state.firstArrivedAtMs > 3 * playlist.targetDurationMs;
  if (isSilent || playlist.hasEnded) return timed({ ...state, isAnchored: true }, segments, false, question);
  return { status: "wait", state, readAgainAtMs: arrivedAtMs + closeLookMs };
}

function timed(
  state: ArrivalState,
  segments: readonly TimedSegment[],
  isMoved: boolean,
  { playlist, arrivedAtMs }: ArrivalQuestion,
): ArrivalReading {
  return {
    status: "timed",
    state,
    segments,
    isMoved,
    readAgainAtMs: lookAgainAt(state, playlist.targetDurationMs, arrivedAtMs),
  };
}

/** Just before the next segment is due, closely around that moment, and then as any playlist. */
function lookAgainAt({ known, shiftMs }: ArrivalState, targetDurationMs: number, arrivedAtMs: number): number {
  const last = known.at(-1);
  // It is taken to be as long as the newest.
  const dueAtMs = last === undefined ? 0 : last.startMs + 2 * last.durationMs - shiftMs;
  if (arrivedAtMs < dueAtMs - 2 * dueWithinMs) return dueAtMs - dueWithinMs;
  if (arrivedAtMs < dueAtMs + dueWithinMs / 2) return Math.max(dueAtMs + dueWithinMs, arrivedAtMs + dueWithinMs);
  if (arrivedAtMs < dueAtMs + lateLooks * closeLookMs) return arrivedAtMs + closeLookMs;
  return arrivedAtMs + targetDurationMs / 2;
}

function toKnown(segments: readonly TimedSegment[]): ArrivalState["known"] {
  return segments.map(({ sequence, startMs, durationMs }) => ({ sequence, startMs, durationMs }));
}

/** One after another from `fromMs`, but those that have a time keep it. */
function chain(
  segments: readonly PlaylistSegment[],
  starts: ReadonlyMap<number, number>,
  fromMs: number,
): TimedSegment[] {
  let nextMs = fromMs;
  return segments.map((segment) => {
    const startMs = starts.get(segment.sequence) ?? nextMs;
    nextMs = startMs + segment.durationMs;
    return { ...segment, startMs };
  });
}

function endOf(segments: readonly TimedSegment[]): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.startMs + last.durationMs;
}

function sumOf(segments: readonly PlaylistSegment[]): number {
  return segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
