// Footage without date-times, placed by when it was listed: against a stream whose true times are known.
import { describe, expect, test } from "vitest";
import { noArrivals, resumedArrivals, stepArrivals, type ArrivalState } from "#core/recording/arrival-clock.ts";
import type { PlaylistSegment } from "#core/recording/playlist.ts";
import { listed, mediaPlaylist, withoutDates } from "./listed.ts";
import { segmentMs, t0 } from "./pieces.ts";

interface Stream {
  /** When the picture of a place in the stream was broadcast; a segment is listed once its last one was. */
  readonly trueMs: (place: number) => number;
  readonly windowSegments?: number;
  readonly change?: (segment: PlaylistSegment) => PlaylistSegment;
  /** When the recorder looks first, and until when it looks; epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** This computer's clock at a true time, and the clock that nobody sets. */
  readonly wall?: (trueMs: number) => number;
  readonly steady?: (trueMs: number) => number;
  /** On the way to the server and back. */
  readonly roundTripMs?: number;
  /** When nobody looks. */
  readonly away?: { readonly fromMs: number; readonly toMs: number };
  readonly begin?: ArrivalState;
}

/** By place in the stream: how much later than true each segment was placed, milliseconds. */
function errorsOf(stream: Stream): Map<number, number> {
  const { trueMs, windowSegments = 6, change = (one) => one, fromMs, toMs, away, roundTripMs = 20 } = stream;
  const { wall = (ms) => ms, steady = (ms) => ms - t0 + 5_000 } = stream;
  const errors = new Map<number, number>();
  let state = stream.begin ?? noArrivals;
  let readings = 0;
  let last = -1;
  for (let nowMs = fromMs; nowMs < toMs;) {
    if (readings++ > 50_000) throw new Error("It looks without end.");
    while (trueMs(last + 2) <= nowMs + roundTripMs / 2) last += 1;
    const first = Math.max(0, last - windowSegments + 1);
    const segments = withoutDates(listed({ first, count: last - first + 1 })).map(change);
    const arrivedMs = nowMs + roundTripMs;
    const reading = stepArrivals(state, {
      playlist: mediaPlaylist(segments),
      askedAtMs: steady(nowMs),
      arrivedAtMs: steady(arrivedMs),
      wasHeld: false,
      wallMs: wall(arrivedMs),
    });
    state = reading.state;
    if (reading.status === "timed")
      for (const { sequence, startMs } of reading.segments)
        if (!errors.has(sequence)) errors.set(sequence, startMs - trueMs(sequence));
    const nextMs = arrivedMs + Math.max(1, reading.readAgainAtMs - steady(arrivedMs));
    nowMs = away !== undefined && nextMs > away.fromMs && nextMs < away.toMs ? away.toMs : nextMs;
  }
  return errors;
}

const worstOf = (errors: ReadonlyMap<number, number>, from = 0, to = Number.MAX_SAFE_INTEGER) =>
  Math.max(...[...errors].filter(([place]) => place >= from && place < to).map(([, error]) => Math.abs(error)));
const steadily = (place: number) => t0 + place * segmentMs;

describe("a stream without date-times", () => {
  test("is placed to a tenth of a second, whenever it is opened", () => {
    for (let phaseMs = 0; phaseMs < segmentMs; phaseMs += 130) {
      const fromMs = t0 + 60_000 + phaseMs;
      const errors = errorsOf({ trueMs: steadily, fromMs, toMs: fromMs + 120_000 });
      expect(errors.size).toBeGreaterThan(60);
      expect(worstOf(errors)).toBeLessThan(100);
    }
  });

  test("stays there for hours while the source's clock drifts", () => {
    for (const drift of [-200e-6, 200e-6]) {
      const trueMs = (place: number) => t0 + place * segmentMs * (1 + drift);
      const errors = errorsOf({ trueMs, fromMs: t0 + 60_000, toMs: t0 + 2 * 3_600_000 });
      expect(errors.size).toBeGreaterThan(3500);
      expect(worstOf(errors)).toBeLessThan(100);
    }
  });

  test("follows after the source has paused, and at once where the playlist says so", () => {
    const pauseMs = 20_000;
    const trueMs = (place: number) => steadily(place) + (place > 60 ? pauseMs : 0);
    const stream = { trueMs, fromMs: t0 + 60_000, toMs: t0 + 240_000 };
    expect(worstOf(errorsOf(stream), 62)).toBeLessThan(350);
    const change = (segment: PlaylistSegment) => ({ ...segment, isDiscontinuous: segment.sequence === 60 });
    expect(worstOf(errorsOf({ ...stream, change }), 61)).toBeLessThan(350);
  });

  test("is not moved by a clock that is set, nor by one that slept", () => {
    const setAtMs = t0 + 120_000;
    const stream = { trueMs: steadily, fromMs: t0 + 60_000, toMs: t0 + 240_000 };
    for (const byMs of [-3_600_000, 3_600_000]) {
      const wall = (ms: number) => (ms < setAtMs ? ms : ms + byMs);
      expect(worstOf(errorsOf({ ...stream, wall }))).toBeLessThan(100);
    }
    const away = { fromMs: setAtMs, toMs: setAtMs + 300_000 };
    const steady = (ms: number) => ms - t0 - Math.min(300_000, Math.max(0, ms - setAtMs));
    const errors = errorsOf({ ...stream, toMs: t0 + 600_000, away, steady });
    expect(errors.has(230)).toBe(true);
    expect(worstOf(errors)).toBeLessThan(100);
  });

  test("goes on from what an earlier life of the page told", () => {
    const known = listed({ first: 20, count: 10 }).map((one) => ({ ...one, startMs: one.startMs + 40 }));
    const stream = { trueMs: steadily, fromMs: t0 + 66_000, toMs: t0 + 90_000, begin: resumedArrivals(known) };
    expect(worstOf(errorsOf(stream))).toBeLessThan(100);
  });

  test("that has ended, or is silent, is placed all the same", () => {
    const segments = withoutDates(listed({ first: 3, count: 2 }));
    const ask = { askedAtMs: 0, arrivedAtMs: 10, wasHeld: false, wallMs: t0 };
    const ended = stepArrivals(noArrivals, { ...ask, playlist: mediaPlaylist(segments, { hasEnded: true }) });
    expect(ended.status === "timed" && ended.segments.map(({ startMs }) => startMs - t0)).toEqual([-4000, -2000]);
    let reading = stepArrivals(noArrivals, { ...ask, playlist: mediaPlaylist(segments) });
    for (let nowMs = 160; reading.status === "wait" && nowMs < 60_000; nowMs += 150)
      reading = stepArrivals(reading.state, {
        playlist: mediaPlaylist(segments),
        askedAtMs: nowMs,
        arrivedAtMs: nowMs + 10,
        wasHeld: false,
        wallMs: t0 + nowMs,
      });
    expect(reading.status === "timed" && reading.segments.map(({ startMs }) => startMs - t0)).toEqual([-4000, -2000]);
  });
});
