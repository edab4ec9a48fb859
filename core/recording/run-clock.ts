// Places segments in event time: a date-time anchors a run, and from then on the run's own media clock decides.

/** What is known of one unbroken stretch of a source. */
export interface RunClock {
  /** The run as the source's playlist counts it. */
  readonly sourceRun: number;
  /** The run as the recording counts it. */
  readonly run: number;
  /** Event time less media time. */
  readonly offsetMs: number;
  /** The newest segment that was placed. */
  readonly sequence: number;
  readonly endMs: number;
  /** How far the last segments were from their date-times, oldest first. */
  readonly offBy: readonly number[];
}

export interface ArrivedSegment {
  readonly sourceRun: number;
  readonly sequence: number;
  /** What the playlist says of its first picture, epoch milliseconds. */
  readonly startMs: number;
  /** Media time of its first picture, milliseconds; negative and wrapped ones count. */
  readonly mediaMs: number;
  readonly durationMs: number;
  /** After how much the media time begins again at zero; null for never. */
  readonly wrapMs: number | null;
}

export interface Placement {
  readonly clocks: readonly RunClock[];
  readonly run: number;
  /** What to add to this segment's media times. */
  readonly shiftMs: number;
  /** The run's own offset, without wraps. */
  readonly offsetMs: number;
}

/** A single date-time may jitter by more; so many in a row that say the same are right, and the clock has drifted. */
const driftToleranceMs = 250;
const driftCount = 5;
/** Media times that are further from the date-time than this, without following on, belong to another clock. */
const largestJumpMs = 1_000;
/** Neighbours of one run touch up to the length of a picture or two. */
const followsWithinMs = 250;
/** A new run that begins this little before the end of the last one begins at that end: lengths in playlists are rounded. */
const largestOverlapMs = 100;
/** Backfill goes back over a few runs; clocks of earlier ones are anchored anew. */
const maxClocks = 16;
/** Ticks of the 90 kHz clock that pieces are written in. */
const ticksPerMs = 90;

/** `clocks` come from the last answer; `lastRun` is the highest run of the recording, -1 for an empty one. */
export function placeSegment(clocks: readonly RunClock[], lastRun: number, segment: ArrivedSegment): Placement {
  const { sourceRun, sequence, startMs, durationMs } = segment;
  const known = clocks.find((clock) => clock.sourceRun === sourceRun);
  const wrapsMs = known === undefined ? 0 : wrapsBetween(segment, startMs - known.offsetMs);
  const offMs = known === undefined ? 0 : segment.mediaMs + wrapsMs + known.offsetMs - startMs;
  const others = clocks.filter((clock) => clock !== known);

  if (known !== undefined) {
    const placedMs = startMs + offMs;
    const follows = sequence === known.sequence + 1 && Math.abs(placedMs - known.endMs) <= followsWithinMs;
    const offBy = [...known.offBy, offMs].slice(-driftCount);
    if ((follows || Math.abs(offMs) <= largestJumpMs) && !hasDrifted(offBy)) {
      const isNewest = sequence > known.sequence;
      const clock = isNewest ? { ...known, sequence, endMs: placedMs + durationMs, offBy } : { ...known, offBy };
      return {
        clocks: [...others, clock],
        run: known.run,
        shiftMs: known.offsetMs + wrapsMs,
        offsetMs: known.offsetMs,
      };
    }
  }
  const reachedMs = Math.max(...clocks.map((clock) => clock.endMs));
  const overlapMs = reachedMs - startMs;
  const anchorMs = overlapMs > 0 && overlapMs <= largestOverlapMs ? reachedMs : startMs;
  const offsetMs = Math.round((anchorMs - segment.mediaMs) * ticksPerMs) / ticksPerMs;
  const run = Math.max(lastRun, ...clocks.map((clock) => clock.run)) + 1;
  const clock = { sourceRun, run, offsetMs, sequence, endMs: anchorMs + durationMs, offBy: [] };
  return { clocks: [...others, clock].slice(-maxClocks), run, shiftMs: offsetMs, offsetMs };
}

function hasDrifted(offBy: readonly number[]): boolean {
  if (offBy.length < driftCount) return false;
  return offBy.every((ms) => ms > driftToleranceMs) || offBy.every((ms) => ms < -driftToleranceMs);
}

/** The whole wraps that bring a media time nearest to `expectedMs`. */
function wrapsBetween({ mediaMs, wrapMs }: ArrivedSegment, expectedMs: number): number {
  return wrapMs === null ? 0 : Math.round((expectedMs - mediaMs) / wrapMs) * wrapMs;
}
