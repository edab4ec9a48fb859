// Another recording that loses footage after somebody has written to it.
import { afterEach, expect, test, vi } from "vitest";
import { createOtherRecordings } from "../../../../web/engines/recordings/other-recordings.ts";
import { recorded } from "../../../core/recording/pieces.ts";
import { storeInMemory, useMemoryDisk } from "../../../support/memory-disk.ts";

afterEach(() => void vi.unstubAllGlobals());

test("only what was known of a recording goes", async () => {
  const disk = useMemoryDisk();
  const folder = storeInMemory(disk, "a", recorded(0, 3));
  const others = createOtherRecordings("own");
  await others.look();
  storeInMemory(disk, "a", recorded(0, 5));
  expect(await others.remove("a", recorded(0, 3))).toEqual(recorded(0, 3));
  expect(folder.names()).toEqual(["f1.init.mp4", "index.jsonl", "p3.m4s", "p4.m4s"]);
  await others.look();
  expect(others.all()[0]?.pieces).toEqual(recorded(3, 2));
  await others.remove("a", recorded(3, 2));
  expect(disk.recordings.names()).toEqual([]);
});
