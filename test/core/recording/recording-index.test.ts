// An index read again after a reload or a crash.
import { describe, expect, test } from "vitest";
import { looksLikeMedia } from "#core/recording/looks-like-media.ts";
import { orphansOf, readIndex, type IndexLine } from "#core/recording/recording-index.ts";
import type { Piece } from "#core/recording/piece.ts";
import { recordingName, recordingPrefix } from "#core/recording/recording-name.ts";
import { recorded, seconds } from "./segments.ts";

const opened: IndexLine = { type: "opened", channelKey: "twitch:1", playlist: "https://cdn.test/a.m3u8", atMs: 1 };
const lines = (...all: IndexLine[]) => all.map((line) => `\n${JSON.stringify(line)}`).join("");
const ofSegments = recorded(7, 3).map((segment): IndexLine => ({ type: "segment", segment }));
const files = new Map(recorded(7, 3).map((segment) => [segment.file, segment.bytes]));

describe("an index", () => {
  test("says what was recorded, from where, and what is missing", () => {
    const gap = { ...seconds(4, 6), reason: "fetch_failed" } as const;
    expect(readIndex(lines(opened, ...ofSegments, { type: "gap", gap }), files)).toEqual({
      channelKey: "twitch:1",
      playlist: "https://cdn.test/a.m3u8",
      segments: recorded(7, 3),
      pieces: [],
      formats: [],
      gaps: [gap],
      marks: [],
    });
  });

  test("gives pieces by time, and only whole ones whose format is there", () => {
    const format = { id: "f1", initFile: "f1.init.mp4", video: null, audio: null };
    const piece = (file: string, startMs: number, change: Partial<Piece> = {}): IndexLine => ({
      type: "piece",
      piece: {
        ...{ file, bytes: 10, format: "f1", run: 0, sequence: null, startMs, durationMs: 2000 },
        ...{ startsWithKey: true, lacks: null, ...change },
      },
    });
    const mark = { kind: "ad", ...seconds(0, 4) } as const;
    const text = lines(
      { type: "format", format },
      { type: "format", format: { ...format, id: "f2", initFile: "gone.mp4" } },
      piece("late.m4s", 4000),
      piece("early.m4s", 2000),
      piece("torn.m4s", 6000, { bytes: 11 }),
      piece("foreign.m4s", 8000, { format: "f2" }),
      { type: "mark", mark },
    );
    const there = new Map(
      ["f1.init.mp4", "late.m4s", "early.m4s", "torn.m4s", "foreign.m4s"].map((file) => [file, 10]),
    );
    const { pieces, formats, marks } = readIndex(text, there);
    expect({ files: pieces.map(({ file }) => file), formats, marks }).toEqual({
      files: ["early.m4s", "late.m4s"],
      formats: [format],
      marks: [mark],
    });
  });

  test("with a torn or foreign line loses only that line", () => {
    const text = `${lines(opened, ...ofSegments).slice(0, -20)}${lines(opened)}\nnull\n{"type":"segment","segment":{"file":7}}`;
    expect(readIndex(text, files).segments).toEqual(recorded(7, 2));
  });

  test("counts a segment only if its whole file is there", () => {
    const short = new Map([...files, ["s8.ts", 999]]);
    expect(readIndex(lines(...ofSegments), short).segments.map((segment) => segment.sequence)).toEqual([7, 9]);
    const needsInit = recorded(7, 1, { initFile: "init.mp4" }).map((segment): IndexLine => ({
      type: "segment",
      segment,
    }));
    expect(readIndex(lines(...needsInit), files).segments).toEqual([]);
  });

  test("tells which files nobody needs", () => {
    const segments = recorded(7, 2, { initFile: "init.mp4" });
    expect(orphansOf(["s7.ts", "s8.ts", "s9.ts", "init.mp4", "index.jsonl"], segments, "index.jsonl")).toEqual([
      "s9.ts",
    ]);
  });
});

test("the recordings of a session begin alike", () => {
  const name = recordingName({ login: "Racer", sessionNumber: 5, startedAtMs: Date.UTC(2026, 0, 17, 15, 32, 16) });
  expect(name.startsWith(recordingPrefix("Racer", 5))).toBe(true);
  expect(name.slice(recordingPrefix("Racer", 5).length)).toBe("20260117_153216");
});

test("an error page does not pass for a piece of video", () => {
  const page = new TextEncoder().encode(`<!doctype html>${" ".repeat(400)}`);
  const ts = new Uint8Array(376);
  ts[0] = ts[188] = 0x47;
  const moof = Uint8Array.from([0, 0, 0, 8, ...new TextEncoder().encode("moof")]);
  expect([looksLikeMedia(page, "ts"), looksLikeMedia(page, "mp4"), looksLikeMedia(new Uint8Array(), "ts")]).toEqual([
    false,
    false,
    false,
  ]);
  expect([looksLikeMedia(ts, "ts"), looksLikeMedia(moof, "mp4")]).toEqual([true, true]);
});
