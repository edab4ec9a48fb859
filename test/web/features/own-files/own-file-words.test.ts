// What a person reads of a video file of theirs.
import { describe, expect, test } from "vitest";
import type { Moment } from "#core/moments/moment.ts";
import type { OwnFile } from "../../../../web/engines/files/files.types.ts";
import {
  beginFromOffset,
  checkPoints,
  coverWords,
  fileFacts,
  offsetSeconds,
  tieWords,
} from "../../../../web/features/own-files/own-file-words.ts";

const startedAtMs = Date.UTC(2026, 0, 17, 14, 30);
const stream = { startedAtMs, endedAtMs: startedAtMs + 3 * 3_600_000 };
const moment = (atSeconds: number) => ({ peakMs: startedAtMs + atSeconds * 1000 }) as Moment;

function file(own: Partial<OwnFile> = {}): OwnFile {
  return {
    ...{ id: "file:1", name: "a.mp4", bytes: 1.4e9, lastModifiedMs: 0, from: "chosen", problem: null },
    media: {
      ...{ format: "MP4", durationMs: 3_600_000, isShown: true },
      picture: { codec: "avc1.640028", width: 1920, height: 1080 },
      sound: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
    },
    guesses: [
      { beginMs: startedAtMs + 12_000, errorMs: 500, by: "name", sureness: "sure", reason: "Its name says so." },
    ],
    ...{ setBeginMs: null, isGrowing: false, isReplaced: false, takenOver: [], takeProblem: null },
    ...own,
  };
}

test("the facts of a file, and of one that still grows", () => {
  expect(fileFacts(file())).toBe("1.4 GB · MP4 · 1920×1080 H.264, AAC · 1 h");
  expect(fileFacts(file({ isGrowing: true }))).toContain("1 h, still recording");
  expect(fileFacts(file({ media: null }))).toBe("1.4 GB");
});

test("why it lies where it lies, and whether that is sure", () => {
  const unsure = {
    beginMs: startedAtMs,
    errorMs: 2000,
    by: "modified",
    sureness: "unsure",
    reason: "Counted back.",
  } as const;
  expect(tieWords(file())).toBe("Its name says so.");
  expect(tieWords(file({ guesses: [unsure] }))).toBe(
    "Counted back. This is not sure: compare a picture below and correct or confirm it, so that clips can be cut of it.",
  );
  expect(tieWords(file({ guesses: [unsure], setBeginMs: startedAtMs }))).toBe("Set by you.");
});

describe("what it covers", () => {
  test("is counted in moments", () => {
    const moments = [moment(5), moment(60), moment(3000), moment(9000)];
    expect(coverWords(file(), stream, moments, 0)).toMatchObject({
      text: "It covers 2 of 4 moments.",
      isOutside: false,
    });
  });

  test("is questioned for a file of another day", () => {
    const yesterday = file({ setBeginMs: startedAtMs - 24 * 3_600_000 });
    const words = coverWords(yesterday, stream, [moment(5)], 0);
    expect(words).toMatchObject({
      text: "It lies 23 h before the stream began. Is it of this stream?",
      isOutside: true,
    });
    expect(words?.times).toContain("16 January");
    const later = file({ setBeginMs: stream.endedAtMs + 60_000 });
    expect(coverWords(later, stream, [], 0)?.text).toBe("It lies 1 min after the stream ended. Is it of this stream?");
  });

  test("is not told of a file that could not be read", () => {
    expect(coverWords(file({ media: null, guesses: [] }), stream, [], 0)).toBeNull();
    expect(checkPoints(file({ media: null, guesses: [] }), [])).toEqual([]);
  });
});

test("the offset is seconds after the stream's start, and what is no such number changes nothing", () => {
  expect(offsetSeconds(file(), stream)).toBe(12);
  expect(offsetSeconds(file(), null)).toBeNull();
  expect(beginFromOffset("-3.5", stream)).toBe(startedAtMs - 3500);
  expect(beginFromOffset("−3,5", stream)).toBe(startedAtMs - 3500);
  for (const text of ["", " ", "soon", "1e99", "Infinity", "700000"]) expect(beginFromOffset(text, stream)).toBeNull();
});

test("a picture is compared at the moments inside it, else at its beginning, middle and end", () => {
  expect(checkPoints(file(), [moment(5), moment(60)]).map(({ atMs }) => atMs)).toEqual([startedAtMs + 60_000]);
  expect(checkPoints(file(), []).map(({ words }) => words.split(",")[0])).toEqual([
    "its beginning",
    "its middle",
    "its end",
  ]);
});
