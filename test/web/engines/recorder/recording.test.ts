// What a growing recording writes down of the footage that goes from its middle.
import { afterEach, expect, test, vi } from "vitest";
import { createRecording } from "../../../../web/engines/recorder/recording.ts";
import { openNamedFolder } from "../../../../web/engines/recorder/recording-folder.ts";
import { openRecordings } from "../../../../web/engines/recordings/open-recordings.ts";
import { recorded, seconds } from "../../../core/recording/pieces.ts";
import { storeInMemory, useMemoryDisk } from "../../../support/memory-disk.ts";

afterEach(() => void vi.unstubAllGlobals());

test("a later life knows that footage between older and newer went for room", async () => {
  const folder = storeInMemory(useMemoryDisk(), "a", recorded(0, 600));
  for (const { file, bytes } of recorded(0, 600)) folder.put(file, new Uint8Array(bytes));
  const open = async () => openNamedFolder(await openRecordings(), "a", "twitch:1");
  const first = await open();
  const recording = await createRecording(first, {
    channelKey: "twitch:1",
    budgetBytes: () => 590_000,
    pins: () => [seconds(0, 20)],
  });
  const [made] = recorded(600, 1);
  const format = first.index.formats[0]!;
  await recording.keep({
    piece: made!,
    format,
    init: new ArrayBuffer(1),
    bytes: new ArrayBuffer(1000),
    damaged: [],
  } as never);
  const held = recording.pieces;
  first.close();
  expect(held.slice(0, 10)).toEqual(recorded(0, 10));
  const hole = [{ fromMs: seconds(20, 20).fromMs, toMs: held[10]!.startMs, reason: "disk_full" }];
  expect(hole[0]!.toMs).toBeGreaterThan(hole[0]!.fromMs as number);
  expect(recording.gaps).toEqual(hole);
  const again = await open();
  again.close();
  expect(again.index.gaps).toEqual(hole);
});
