// A stored recording read while other tabs delete of it.
import { afterEach, expect, test, vi } from "vitest";
import { openRecordings } from "../../../../web/engines/recordings/open-recordings.ts";
import { readStoredRecording } from "../../../../web/engines/recordings/read-stored-recording.ts";
import { recorded } from "../../../core/recording/pieces.ts";
import { storeInMemory, useMemoryDisk } from "../../../support/memory-disk.ts";

afterEach(() => void vi.unstubAllGlobals());

test("a recording that is deleted while it is read is gone", async () => {
  const folder = storeInMemory(useMemoryDisk(), "a", recorded(0, 3));
  folder.onWalk = () => {
    throw new DOMException("The folder is not there.", "NotFoundError");
  };
  expect(await readStoredRecording(await openRecordings(), "a")).toBeNull();
});

test("an earlier reading stands until a line comes or a file goes", async () => {
  const folder = storeInMemory(useMemoryDisk(), "a", recorded(0, 3));
  const recordings = await openRecordings();
  const first = await readStoredRecording(recordings, "a");
  expect(await readStoredRecording(recordings, "a", first)).toBe(first);
  await folder.removeEntry("p0.m4s");
  expect((await readStoredRecording(recordings, "a", first))?.pieces).toEqual(recorded(1, 2));
});
