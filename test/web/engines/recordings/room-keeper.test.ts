// Room that is made for the running recording while a person says what stays.
import { afterEach, expect, test, vi } from "vitest";
import type { Piece } from "#core/recording/piece.ts";
import { keepRecording } from "../../../../web/engines/recordings/change-recording.ts";
import { createRoomKeeper, type OwnRecording } from "../../../../web/engines/recordings/room-keeper.ts";
import { recorded } from "../../../core/recording/pieces.ts";
import { storeInMemory, useMemoryDisk, type MemoryDisk } from "../../../support/memory-disk.ts";

afterEach(() => void vi.unstubAllGlobals());

async function running(disk: MemoryDisk, held: Piece[]) {
  disk.recordings.folder("own");
  let pieces = held;
  const remove = (file: string) => {
    pieces = pieces.filter((piece) => piece.file !== file);
    return Promise.resolve(true);
  };
  const own: OwnRecording = {
    name: "own",
    channelKey: "twitch:1",
    get pieces() {
      return pieces;
    },
    remove,
  };
  const room = await createRoomKeeper({
    own,
    sinceMs: Date.now(),
    budgetBytes: () => 100_000,
    pins: () => [],
  });
  return { room, held: () => pieces.length };
}

test("a person keeps the running recording, and from then on nothing of it goes", async () => {
  const disk = useMemoryDisk();
  const { room, held } = await running(disk, recorded(0, 1000));
  await keepRecording("own", true);
  await room.wrote();
  expect(held()).toBe(1000);
  await keepRecording("own", false);
  await room.wrote();
  expect(held()).toBeLessThan(1000);
});

test("a person keeps an ended recording, and another goes in its place", async () => {
  const disk = useMemoryDisk();
  const first = storeInMemory(disk, "a", recorded(0, 50));
  storeInMemory(disk, "b", recorded(50, 50));
  const { room } = await running(disk, recorded(100, 60));
  await keepRecording("a", true);
  await room.wrote();
  await room.wrote();
  expect(first.names()).toHaveLength(53);
  expect(disk.recordings.names()).toEqual(["a", "own"]);
});
