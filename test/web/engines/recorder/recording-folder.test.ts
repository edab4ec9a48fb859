// A recording's folder opened again by its writer.
import { afterEach, expect, test, vi } from "vitest";
import type { IndexLine } from "#core/recording/recording-index.ts";
import { openNamedFolder } from "../../../../web/engines/recorder/recording-folder.ts";
import { openRecordings } from "../../../../web/engines/recordings/open-recordings.ts";
import { recorded } from "../../../core/recording/pieces.ts";
import { useMemoryDisk } from "../../../support/memory-disk.ts";

afterEach(() => void vi.unstubAllGlobals());

const format = { id: "f1", initFile: "f1.init.mp4", video: null, audio: null };
const textOf = (all: readonly IndexLine[]) => all.map((line) => `\n${JSON.stringify(line)}`).join("");
const open = async (channelKey: string) =>
  openNamedFolder(await openRecordings(), "a_s001_20260101_000000", channelKey);

/** Six thousand pieces were recorded and all but the last ten are gone; one file has no line. */
function stored() {
  const { recordings } = useMemoryDisk();
  const folder = recordings.folder("a_s001_20260101_000000");
  const pieces = recorded(0, 6000);
  const opened: IndexLine = { type: "opened", channelKey: "twitch:1", playlist: "", atMs: 1 };
  const piecesLines = pieces.map((piece): IndexLine => ({ type: "piece", piece }));
  folder.put("index.jsonl", textOf([opened, { type: "format", format }, ...piecesLines]));
  folder.put(format.initFile, new Uint8Array(10));
  for (const { file, bytes } of pieces.slice(-10)) folder.put(file, new Uint8Array(bytes));
  folder.put("torn.m4s", new Uint8Array(5));
  return { folder, left: pieces.slice(-10), sizeOf: () => folder.entriesByName.get("index.jsonl")!.bytes() };
}

test("an index that is much longer than what it holds is written anew, and nothing of it is lost", async () => {
  const { folder, left, sizeOf } = stored();
  const before = sizeOf();
  const first = await open("twitch:1");
  first.append({ type: "gap", gap: { fromMs: 1, toMs: 2, reason: "disk_full" } });
  first.close();
  expect(sizeOf()).toBeLessThan(before / 100);
  expect(folder.names()).not.toContain("torn.m4s");
  const again = await open("twitch:1");
  again.close();
  expect(again.index).toMatchObject({ channelKey: "twitch:1", pieces: left, formats: [format], gaps: [{ toMs: 2 }] });
});

test("nothing goes from the recording of another channel", async () => {
  const { folder, sizeOf } = stored();
  const [names, size] = [folder.names(), sizeOf()];
  (await open("kick:1")).close();
  expect([folder.names(), sizeOf()]).toEqual([names, size]);
});
