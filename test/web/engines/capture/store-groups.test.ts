import { expect, test } from "vitest";
import type { Gap, Piece } from "#core/recording/piece.ts";
import type { EncodedGroup } from "../../../../web/engines/capture/encoded-group.ts";
import { storeGroups } from "../../../../web/engines/capture/store-groups.ts";

/** A recording that keeps what it is given, as long as there is room. */
function aRecording() {
  const recording = {
    pieces: [] as Piece[],
    gaps: [] as Gap[],
    hasRoom: true,
    addGap: (gap: Gap) => Promise.resolve(void recording.gaps.push(gap)),
    keep({ piece }: { piece: Omit<Piece, "file" | "bytes" | "format"> }) {
      if (!recording.hasRoom) return Promise.resolve({ status: "lost", reason: "disk_full", detail: "" } as const);
      const kept = { ...piece, file: "a.m4s", bytes: 1, format: "f" };
      recording.pieces.push(kept);
      return Promise.resolve({ status: "kept", piece: kept } as const);
    },
  };
  return recording;
}

const pieces: Parameters<typeof storeGroups>[2] = {
  make: ({ startMs, durationMs }, run) =>
    Promise.resolve({
      ...{ status: "made", bytes: new ArrayBuffer(1), init: new ArrayBuffer(1), damaged: [] },
      format: { id: "f", initFile: "f.mp4", video: null, audio: null },
      piece: { run, sequence: null, startMs, durationMs, mediaOffsetMs: null, startsWithKey: true, lacks: null },
    }),
};
const group = (startMs: number, run = 0): EncodedGroup => ({
  ...{ run, startMs, durationMs: 2000, sound: null },
  picture: { config: { codec: "avc1.64001f" }, packets: [] },
});

test("groups of a share follow one another, and the next share is a new run after a gap that says why", async () => {
  const recording = aRecording();
  const store = storeGroups(recording, () => {}, pieces);
  await store.add(group(10_000), true);
  await store.add(group(12_000), false);
  await store.add(group(20_000, 1), false);
  await store.add(group(60_000), true);
  expect(recording.pieces.map(({ startMs, run }) => [startMs, run])).toEqual([
    ...[
      [10_000, 0],
      [12_000, 0],
    ],
    ...[
      [20_000, 1],
      [60_000, 2],
    ],
  ]);
  expect(recording.gaps).toEqual([
    { fromMs: 14_000, toMs: 20_000, reason: "recorder_stopped" },
    { fromMs: 22_000, toMs: 60_000, reason: "share_ended" },
  ]);
});

test("after a jump back in time what was recorded before stands", async () => {
  const recording = aRecording();
  const store = storeGroups(recording, () => {}, pieces);
  await store.add(group(10_000), true);
  await store.add(group(9_000, 1), false);
  await store.add(group(11_000, 1), false);
  await store.add(group(12_000, 1), false);
  expect(recording.pieces.map(({ startMs }) => startMs)).toEqual([10_000, 12_000]);
  expect(recording.gaps).toEqual([]);
});

test("a group without room is a gap of its own length", async () => {
  const recording = aRecording();
  const store = storeGroups(recording, () => {}, pieces);
  recording.hasRoom = false;
  await store.add(group(10_000), true);
  expect(recording.gaps).toEqual([{ fromMs: 10_000, toMs: 12_000, reason: "disk_full" }]);
});
