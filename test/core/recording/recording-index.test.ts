// An index read again after a reload or a crash.
import { describe, expect, test } from "vitest";
import { compacted, orphansOf, readIndex, type IndexLine } from "#core/recording/recording-index.ts";
import type { PieceFormat } from "#core/recording/piece.ts";
import { recordingName, recordingPrefix } from "#core/recording/recording-name.ts";
import { recorded, seconds } from "./pieces.ts";

const opened: IndexLine = { type: "opened", channelKey: "twitch:1", playlist: "https://cdn.test/a.m3u8", atMs: 1 };
const lines = (...all: IndexLine[]) => all.map((line) => `\n${JSON.stringify(line)}`).join("");
const format: PieceFormat = { id: "f1", initFile: "f1.init.mp4", video: null, audio: null };
const ofFormat: IndexLine = { type: "format", format };
const ofPieces = recorded(7, 3).map((piece): IndexLine => ({ type: "piece", piece }));
const files = new Map([["f1.init.mp4", 700], ...recorded(7, 3).map(({ file, bytes }) => [file, bytes] as const)]);

describe("an index", () => {
  test("says what was recorded, from where, and what is missing", () => {
    const gap = { ...seconds(4, 6), reason: "fetch_failed" } as const;
    const mark = { kind: "ad", ...seconds(0, 4) } as const;
    expect(
      readIndex(lines(opened, ofFormat, ...ofPieces, { type: "gap", gap }, { type: "mark", mark }), files),
    ).toEqual({
      channelKey: "twitch:1",
      playlist: "https://cdn.test/a.m3u8",
      pieces: recorded(7, 3),
      formats: [format],
      gaps: [gap],
      marks: [mark],
    });
  });

  test("gives pieces by time, in whatever order they were made", () => {
    const [first, second, third] = ofPieces as [IndexLine, IndexLine, IndexLine];
    expect(readIndex(lines(ofFormat, third, first, second), files).pieces).toEqual(recorded(7, 3));
  });

  test("with a torn or foreign line loses only that line", () => {
    const text = `${lines(opened, ofFormat, ...ofPieces).slice(0, -20)}${lines(opened)}\nnull\n{"type":"piece","piece":{"file":7}}`;
    expect(readIndex(text, files).pieces).toEqual(recorded(7, 2));
  });

  test("counts a piece only if its whole file and that of its format are there", () => {
    const short = new Map([...files, ["p8.m4s", 999]]);
    const sequences = (there: ReadonlyMap<string, number>) =>
      readIndex(lines(ofFormat, ...ofPieces), there).pieces.map(({ sequence }) => sequence);
    expect(sequences(short)).toEqual([7, 9]);
    expect(sequences(new Map([...files].slice(1)))).toEqual([]);
    expect(readIndex(lines(...ofPieces), files).pieces).toEqual([]);
  });

  test("that is longer than a day of pieces still has its format", () => {
    const torn = "\n{".repeat(60_000);
    expect(readIndex(lines(opened, ofFormat) + torn + lines(...ofPieces), files)).toMatchObject({
      formats: [format],
      pieces: recorded(7, 3),
    });
  });

  test("is written anew in its order, without lines of what is gone, when these are most of it", () => {
    const gone = recorded(100, 30).map((piece): IndexLine => ({ type: "piece", piece }));
    const text = lines(opened, ofFormat, ...gone, ...ofPieces);
    expect(compacted(text, readIndex(text, files))).toBe(`${lines(opened, ofFormat, ...ofPieces)}\n`);
    const whole = lines(opened, ofFormat, ...ofPieces);
    expect(compacted(whole, readIndex(whole, files))).toBeNull();
  });

  test("tells which files nobody needs", () => {
    const there = ["p7.m4s", "p8.m4s", "p9.m4s", "f1.init.mp4", "f2.init.mp4", "index.jsonl"];
    expect(orphansOf(there, { pieces: recorded(7, 2), formats: [format] }, ["index.jsonl"])).toEqual([
      "p9.m4s",
      "f2.init.mp4",
    ]);
  });
});

test("the recordings of a session begin alike", () => {
  const name = recordingName({ login: "Racer", sessionNumber: 5, startedAtMs: Date.UTC(2026, 0, 17, 15, 32, 16) });
  expect(name.startsWith(recordingPrefix("Racer", 5))).toBe(true);
  expect(name.slice(recordingPrefix("Racer", 5).length)).toBe("20260117_153216");
});
