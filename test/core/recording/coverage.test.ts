// How much of a range a recording holds.
import { describe, expect, test } from "vitest";
import { coverage, footageLack, piecesIn } from "#core/recording/coverage.ts";
import { recorded, seconds } from "./pieces.ts";
import { nothingLacks } from "#core/recording/footage-lack.ts";

const covers = (pieces: ReturnType<typeof recorded>, from: number, to: number) =>
  coverage(
    piecesIn(pieces, seconds(from, to)),
    seconds(from, to),
    pieces.length === 0 ? null : (pieces.at(-1)?.startMs ?? 0) + 2000,
  );

describe("a range", () => {
  test("inside the recording is complete", () => {
    expect(covers(recorded(0, 10), 3, 17)).toEqual({ status: "complete", lacking: [] });
    expect(covers(recorded(0, 10), 0, 20)).toEqual({ status: "complete", lacking: [] });
  });

  test("that the recording has not reached is waited for", () => {
    expect(covers(recorded(0, 10), 18, 24)).toEqual({
      status: "waiting",
      coveredMs: 2000,
      missing: [seconds(20, 24)],
      lacking: [],
    });
    expect(covers([], 0, 4)).toEqual({ status: "waiting", coveredMs: 0, missing: [seconds(0, 4)], lacking: [] });
  });

  test("with holes, or from before the recording, misses parts", () => {
    expect(covers([...recorded(0, 3), ...recorded(5, 5)], 2, 14)).toEqual({
      status: "missing",
      coveredMs: 8000,
      missing: [seconds(6, 10)],
      lacking: [],
    });
    expect(covers(recorded(5, 5), 4, 14)).toEqual({
      status: "missing",
      coveredMs: 4000,
      missing: [seconds(4, 10)],
      lacking: [],
    });
    expect(covers(recorded(50, 5), 4, 14)).toEqual({
      status: "missing",
      coveredMs: 0,
      missing: [seconds(4, 14)],
      lacking: [],
    });
  });

  test("knows where there is sound without a picture, or a picture without sound", () => {
    const pieces = [
      ...recorded(0, 2),
      ...recorded(2, 2, { lacks: "picture" }),
      ...recorded(4, 1, { lacks: "sound" }),
      ...recorded(5, 2),
    ];
    expect(covers(pieces, 5, 12)).toEqual({
      status: "complete",
      lacking: [
        { lacks: "picture", ...seconds(5, 8) },
        { lacks: "sound", ...seconds(8, 10) },
      ],
    });
  });

  test("of a clip with holes is told by length and kind", () => {
    const pieces = [...recorded(0, 2), ...recorded(3, 1, { lacks: "picture" }), ...recorded(4, 1, { lacks: "sound" })];
    expect(footageLack(pieces, seconds(1, 9))).toEqual({
      missingMs: 2000,
      withoutPictureMs: 2000,
      withoutSoundMs: 1000,
    });
    expect(footageLack(recorded(0, 9), seconds(1, 9))).toEqual(nothingLacks);
  });

  test("is not spoiled by the rounding of date-times", () => {
    const jittery = recorded(0, 5).map((piece, index) => ({
      ...piece,
      startMs: piece.startMs + (index % 2) * 90,
    }));
    expect(covers(jittery, 1, 9)).toEqual({ status: "complete", lacking: [] });
  });
});
