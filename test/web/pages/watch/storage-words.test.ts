// What a person reads of the room for recordings.
import { describe, expect, test } from "vitest";
import type { StorageStatus } from "../../../../web/engines/recordings/storage-status.ts";
import { freedWords, hoursWords, limitWords, nextWords, usedWords } from "../../../../web/pages/watch/storage-words.ts";

const nowMs = new Date(2026, 10, 21, 22, 5).getTime();
const hourMs = 3_600_000;
const own = "neon_rally_s005_20261121_200000";
const tuesday = new Date(2026, 10, 17, 21, 10).getTime();
const half = { fromMs: tuesday, toMs: tuesday + hourMs / 2 };
const storage = (over: Partial<StorageStatus> = {}): StorageStatus => ({
  usedBytes: 7.2e9,
  budgetBytes: 20e9,
  limitBytes: null,
  keptBytes: 0,
  pinnedBytes: 0,
  bytesPerMinute: 45e6,
  footageBytesPerMinute: 45e6,
  next: null,
  freed: [],
  ...over,
});

test("the budget is said in gigabytes and in hours", () => {
  expect(usedWords(storage())).toBe("7.2 GB of 20.0 GB used, about 4 h 44 min more");
  expect(usedWords(storage({ footageBytesPerMinute: null }))).toBe("7.2 GB of 20.0 GB used");
  expect(hoursWords(20e9, 45e6)).toBe("About 7 h 24 min of this stream.");
});

describe("what goes next", () => {
  test.each([
    ["neon_rally_s004_20261117_210000", half, "21:10–21:40 of Tuesday's stream"],
    ["other_s004_20261117_210000", half, "21:10–21:40 of Tuesday's stream of other"],
    [own, { fromMs: nowMs - hourMs, toMs: nowMs - hourMs / 2 }, "21:05–21:35 of this recording"],
    ["neon_rally_s004_20261121_120000", { fromMs: nowMs - hourMs, toMs: nowMs }, "21:05–22:05 of today's stream"],
    ["neon_rally_s001_20261001_120000", { fromMs: nowMs - 51 * 24 * hourMs, toMs: nowMs }, /of the 1 October stream/],
  ])("%s", (recording, range, words) => {
    expect(nextWords({ recording, ...range, inMs: 35 * 60_000 }, own, nowMs)).toMatch(words);
  });

  test("is said with its time", () => {
    const next = { recording: own, ...half };
    expect(nextWords({ ...next, inMs: 35 * 60_000 }, own, nowMs)).toMatch(/, in about 35 min\.$/);
    expect(nextWords({ ...next, inMs: 10_000 }, own, nowMs)).toMatch(/, within the next minute\.$/);
  });
});

test("what went is said with its cause, and that a clip needed it", () => {
  const freed = { recording: own, ...half, bytes: 900e6, atMs: nowMs, cause: "budget", wasPinned: false } as const;
  expect(freedWords(freed, own, nowMs)).toBe(
    "Deleted at 22:05: 21:10–21:40 of this recording (900 MB), because the budget was used up.",
  );
  expect(freedWords({ ...freed, cause: "disk_full", wasPinned: true }, own, nowMs)).toMatch(
    /because the browser had no more room\. A clip still needed it\.$/,
  );
});

test("what limits the ring besides the budget is said, and nothing when nothing does", () => {
  expect(limitWords(storage())).toEqual([]);
  expect(limitWords(storage({ limitBytes: 25e6, keptBytes: 21e9, pinnedBytes: 30e6 }))).toEqual([
    "This browser had no room for more than 25 MB, so the budget is not reached.",
    "21.0 GB is kept and never goes by itself.",
    "Kept recordings take the whole budget: only the last ten minutes stay.",
    "30 MB stays for clips that are not made yet; it goes last, but before new footage is lost.",
  ]);
});
