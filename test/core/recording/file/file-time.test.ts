// When a dropped file began: a table of what real programs write, and what must hold for anything.
import { describe, expect, test } from "vitest";
import { guessBegin, type FileFacts } from "#core/recording/file/file-time.ts";
import { epochsOf } from "#core/recording/file/local-time.ts";
import { isVodName, nameTime } from "#core/recording/file/name-time.ts";

const nowMs = Date.UTC(2026, 0, 20);
const hourMs = 3_600_000;
/** Berlin in the years of these tests: an hour ahead of UTC, two from the end of March to the end of October. */
const berlin = (ms: number) =>
  (ms >= Date.UTC(2026, 2, 29, 1) && ms < Date.UTC(2026, 9, 25, 1)) ||
  (ms >= Date.UTC(2025, 2, 30, 1) && ms < Date.UTC(2025, 9, 26, 1))
    ? 120
    : 60;
const utc = () => 0;

const began = Date.UTC(2026, 0, 17, 14, 32, 16);

function facts(own: Partial<FileFacts>): FileFacts {
  return { name: "video.mp4", lastModifiedMs: began + hourMs, durationMs: hourMs, createdMs: null, firstMs: 0, ...own };
}

const best = (own: Partial<FileFacts>, zone = berlin, sessionMs: number | null = null) => {
  const [first] = guessBegin(facts(own), sessionMs, nowMs, zone);
  return first && { at: new Date(first.beginMs).toISOString().slice(0, 19), by: first.by, sureness: first.sureness };
};

describe("a file's beginning", () => {
  test.each<[string, Partial<FileFacts>, string, string, string]>([
    ["OBS Hybrid MP4", { name: "2026-01-17 15-32-16.mp4", createdMs: began }, "2026-01-17T14:32:16", "name", "sure"],
    [
      "OBS MKV, name alone",
      { name: "2026-01-17 15-32-16.mkv", lastModifiedMs: nowMs },
      "2026-01-17T14:32:16",
      "name",
      "likely",
    ],
    [
      "OBS, then copied, with its date",
      { name: "a.mp4", createdMs: began, lastModifiedMs: nowMs },
      "2026-01-17T14:32:16",
      "creation",
      "likely",
    ],
    ["OBS with words before", { name: "Neon 2026-01-17_15-32-16.mkv" }, "2026-01-17T14:32:16", "name", "sure"],
    [
      "a replay buffer, whose name is its end",
      { name: "Replay 2026-01-17 15-32-16.mkv", durationMs: 60_000, lastModifiedMs: began },
      "2026-01-17T14:31:16",
      "name",
      "sure",
    ],
    [
      "our own recording, in UTC",
      { name: "neon_rally_s005_20260117_143216.mp4" },
      "2026-01-17T14:32:16",
      "name",
      "sure",
    ],
    ["streamlink, local time", { name: "clavicular_20260117_153216.mp4" }, "2026-01-17T14:32:16", "name", "sure"],
    [
      "a name in UTC by its Z",
      { name: "cam 2026-01-17T143216Z.mp4", lastModifiedMs: nowMs },
      "2026-01-17T14:32:16",
      "name",
      "likely",
    ],
    ["nothing but the date of change", {}, "2026-01-17T14:32:16", "modified", "unsure"],
    ["a phone's, dated at its end", { createdMs: began + hourMs }, "2026-01-17T14:32:16", "creation_as_end", "sure"],
    ["media in event time", { firstMs: began + 250, name: "x.mp4" }, "2026-01-17T14:32:16", "media", "sure"],
    ["a date of 1904", { createdMs: Date.UTC(1904, 0, 1) }, "2026-01-17T14:32:16", "modified", "unsure"],
    [
      "a date that lies ahead",
      { createdMs: Date.UTC(2060, 0, 1), name: "2070-01-17 15-32-16.mkv" },
      "2026-01-17T14:32:16",
      "modified",
      "unsure",
    ],
  ])("%s", (_, own, at, by, sureness) => {
    expect(best(own)).toEqual({ at, by, sureness });
  });

  test("is the beginning of the stream for the download of a broadcast", () => {
    const sessionMs = Date.UTC(2026, 0, 16, 20);
    expect(best({ name: "GG [v2670043823].mp4", lastModifiedMs: nowMs }, berlin, sessionMs)).toEqual({
      ...{ at: "2026-01-16T20:00:00", by: "session", sureness: "likely" },
    });
  });

  test("is unknown, and said to be, for a file without any sign", () => {
    const [only, ...others] = guessBegin(facts({ durationMs: null, lastModifiedMs: 0 }), began, nowMs, utc);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      beginMs: began,
      sureness: "unsure",
      reason: "Nothing tells when this file began: set it by hand.",
    });
  });

  test("is the nearer of the two times of an hour that came twice", () => {
    // 26 October 2025, clocks back from 3 to 2: 02:30 was at 00:30 and at 01:30 UTC.
    const name = "2025-10-26 02-30-00.mkv";
    const late = Date.UTC(2025, 9, 26, 1, 30);
    const guesses = guessBegin(facts({ name, lastModifiedMs: late + hourMs }), null, nowMs, berlin);
    expect(guesses[0]).toMatchObject({ beginMs: late + 500, sureness: "sure" });
    expect(guesses.map(({ beginMs }) => beginMs)).toContain(late - hourMs + 500);
  });
});

test("a time that the clocks skipped is read by the clock before", () => {
  expect(epochsOf([2026, 3, 29, 2, 30, 0], berlin)).toEqual([Date.UTC(2026, 2, 29, 1, 30)]);
});

test("a day that there is not has no time", () => {
  for (const local of [
    [2026, 2, 30, 1, 0, 0],
    [2026, 13, 1, 1, 0, 0],
    [2026, 1, 1, 24, 0, 0],
    [2026, 1, 1, 1, 60, 0],
  ] as const)
    expect(epochsOf(local, utc)).toEqual([]);
});

test("numbers in a name that are no time are none", () => {
  for (const name of [
    "12026-01-17 15-32-16.mp4",
    "clip 1080p60.mp4",
    "20260117.mp4",
    "1234567890123456.mp4",
    "",
    "-".repeat(99_999),
  ])
    expect(nameTime(name)).toBeNull();
  expect(isVodName("My avocado.mp4")).toBe(false);
  expect(isVodName("[1-17-26] clavicular - GG.mp4")).toBe(true);
});

test("whatever a file says, there is a guess, it is a possible time, and the best is first", () => {
  const odd = [0, -1, 1, Number.NaN, Infinity, -Infinity, 2 ** 53, began, began + 1, nowMs, Date.UTC(1904, 0, 1)];
  const names = [
    "",
    "x",
    "2026-01-17 15-32-16.mkv",
    "Replay 0000-00-00 00-00-00.mkv",
    "9999-99-99 99-99-99.mp4",
    "a_s001_20260117_143216",
  ];
  const rank = { sure: 2, likely: 1, unsure: 0 };
  for (const name of names)
    for (const lastModifiedMs of odd)
      for (const durationMs of [...odd, null])
        for (const createdMs of [...odd, null]) {
          const guesses = guessBegin({ name, lastModifiedMs, durationMs, createdMs, firstMs: 0 }, null, nowMs, berlin);
          expect(guesses.length).toBeGreaterThan(0);
          for (const { beginMs } of guesses) {
            expect(beginMs).toBeGreaterThanOrEqual(Date.UTC(2005, 0, 1));
            expect(beginMs).toBeLessThanOrEqual(nowMs + 24 * hourMs);
          }
          expect(Math.max(...guesses.map(({ sureness }) => rank[sureness]))).toBe(rank[guesses[0]!.sureness]);
        }
});
