// Footage of a file as it is taken over into a recording: whole or not at all, once, and gone again unless a person keeps it.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OwnFile } from "../../../../web/engines/files/files.types.ts";
import { openMedia } from "../../../../web/engines/files/open-media.ts";
import { createTakeOver } from "../../../../web/engines/files/take-over.ts";
import { bytesOf, madeFile } from "../../../media/made-file.ts";
import { type MemoryDisk, useMemoryDisk } from "../../../support/memory-disk.ts";

const began = Date.UTC(2026, 0, 17, 14, 32, 16);
const file = { name: "a.mp4", setBeginMs: began, guesses: [], media: {} } as unknown as OwnFile;
let disk: MemoryDisk;

beforeEach(() => void (disk = useMemoryDisk()));
afterEach(() => void vi.unstubAllGlobals());

const request = async (fromMs: number, toMs: number) => ({
  ...{ file, beginMs: began, range: { fromMs: began + fromMs, toMs: began + toMs } },
  media: await openMedia(bytesOf(await madeFile({ kind: "mp4" }))),
});
const takeOver = () => createTakeOver({ channelKey: "twitch:1", login: "own" });
const name = () => disk.recordings.names()[0] ?? "";
const pieces = () =>
  disk.recordings
    .folder(name())
    .names()
    .filter((file) => file.endsWith(".m4s"));

test("a full disk leaves nothing of the range, however often it is tried", async () => {
  const whole = await request(0, 8000);
  disk.roomBytes = 400_000;
  for (let tries = 0; tries < 3; tries++) expect(await takeOver().take(whole)).toContain("no room left");
  expect(disk.recordings.names()).toEqual([]);
  disk.roomBytes = Infinity;
  expect(await takeOver().take(await request(0, 2000))).toBeNull();
  const before = pieces();
  disk.roomBytes = disk.recordings.bytes() + 200_000;
  expect(await takeOver().take(whole)).toContain("no room left");
  expect(pieces()).toEqual(before);
});

test("what the recording holds is not taken again, also in another life of the page", async () => {
  for (const range of [await request(0, 8000), await request(0, 8000), await request(2500, 5000)])
    expect(await takeOver().take(range)).toBeNull();
  expect(new Set(pieces().map((name) => name.split("-")[0])).size).toBe(pieces().length);
});

test("a recording goes with its file, unless a person keeps it", async () => {
  const range = await request(0, 2000);
  await takeOver().take(range);
  disk.recordings.folder(name()).put("kept", "");
  await takeOver().undo(file);
  expect(pieces().length).toBeGreaterThan(0);
});

test("a recording that some tab writes stays, and goes when nobody does", async () => {
  const range = await request(0, 2000);
  await takeOver().take(range);
  await navigator.locks.request(`recording:${name()}`, () => takeOver().undo(file));
  expect(pieces().length).toBeGreaterThan(0);
  await takeOver().undo(file);
  expect(disk.recordings.names()).toEqual([]);
});
