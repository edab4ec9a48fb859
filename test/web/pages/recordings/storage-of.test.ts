import { expect, test } from "vitest";
import type { ListedRecording } from "../../../../web/engines/recordings/list-recordings.ts";
import { storageOf } from "../../../../web/pages/recordings/storage-of.ts";
import { recorded } from "../../../core/recording/pieces.ts";

const budget = 4_000_000;
/** An hour of 1000 bytes each two seconds. */
const recording = (name: string, first: number, over: Partial<ListedRecording> = {}): ListedRecording => {
  const pieces = recorded(first, 1800);
  return {
    ...{ name, channelKey: "twitch:1", gaps: [], marks: [], formats: [], firstPicture: null },
    ...{ fromMs: pieces[0]?.startMs ?? 0, toMs: (pieces[0]?.startMs ?? 0) + 3_600_000, heldMs: 3_600_000 },
    ...{ bytes: 1_800_000, isKept: false, isRunning: false, read: { pieces } as unknown as ListedRecording["read"] },
    ...over,
  };
};

test("while nothing is recorded nothing goes, and what is kept is told", () => {
  const { usedBytes, keptBytes, next } = storageOf(
    [recording("a", 0), recording("b", 9000, { isKept: true })],
    [],
    budget,
  );
  expect({ usedBytes, keptBytes, next }).toEqual({ usedBytes: 3_600_000, keptBytes: 1_800_000, next: null });
});

test("while something is recorded the oldest that is not kept goes first, once the budget is used up", () => {
  const recordings = [
    recording("running", 20_000, { isRunning: true }),
    recording("kept", 0, { isKept: true, bytes: 100_000 }),
    recording("old", 9000),
  ];
  const { next } = storageOf(recordings, [], budget);
  expect(next?.recording).toBe("old");
  // 30 kB a minute, and 300 kB of room.
  expect(next?.inMs).toBe(10 * 60_000);
});
