// Which sound belongs to which picture, where a stream lists them apart.
import { describe, expect, test } from "vitest";
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import { soundOf, timeSound } from "#core/recording/match-sound.ts";
import { listed, startOf, withoutDates } from "./listed.ts";
import { segmentMs } from "./pieces.ts";

const picture = listed({ first: 10, count: 5 });
const placesOf = (segments: readonly TimedSegment[]) =>
  segments.map(({ startMs }) => (startMs - startOf(0)) / segmentMs);

describe("sound without date-times", () => {
  test("goes by number where it counts as the picture does", () => {
    expect(placesOf(timeSound(withoutDates(listed({ first: 9, count: 5 })), picture))).toEqual([9, 10, 11, 12, 13]);
  });

  test("ends with the picture where it counts otherwise", () => {
    expect(placesOf(timeSound(withoutDates(listed({ first: 700, count: 3 })), picture))).toEqual([12, 13, 14]);
    expect(timeSound([], picture)).toEqual([]);
  });
});

describe("the sound of a picture", () => {
  const [first] = listed({ first: 10, count: 1 }) as [TimedSegment];

  test("is what lies in its middle, whatever its number", () => {
    const change = (segment: TimedSegment) => ({ ...segment, startMs: segment.startMs - 21 });
    const sound = listed({ first: 500, count: 5, place: 8, change });
    expect(soundOf(first, sound)).toMatchObject({ status: "listed", segments: [{ sequence: 502 }] });
  });

  test("may be several short segments, each of which goes with one picture only", () => {
    const halves = Array.from({ length: 8 }, (_, index) => ({
      ...first,
      sequence: index,
      startMs: startOf(9) + index * 1000,
      durationMs: 1000,
    }));
    const numbers = (segment: TimedSegment) => {
      const found = soundOf(segment, halves);
      return found.status === "listed" ? found.segments.map(({ sequence }) => sequence) : found.status;
    };
    expect(listed({ first: 9, count: 5 }).map(numbers)).toEqual([[0, 1], [2, 3], [4, 5], [6, 7], "coming"]);
  });

  test("may be a part of a long segment, which goes with one picture", () => {
    const long = [{ ...first, startMs: startOf(9), durationMs: 3 * segmentMs }];
    const counts = listed({ first: 9, count: 3 }).map((segment) => {
      const found = soundOf(segment, long);
      return found.status === "listed" ? found.segments.length : found.status;
    });
    expect(counts).toEqual([0, 1, 0]);
  });

  test("is coming while its playlist is behind, and gone when it has left it or never was", () => {
    expect(soundOf(first, listed({ first: 5, count: 4 })).status).toBe("coming");
    expect(soundOf(first, []).status).toBe("coming");
    expect(soundOf(first, listed({ first: 12, count: 4 })).status).toBe("gone");
    const gap = listed({ first: 10, count: 1, change: (segment) => ({ ...segment, isGap: true }) });
    expect(soundOf(first, gap).status).toBe("gone");
  });
});
