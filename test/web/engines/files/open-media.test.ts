// Files of each container, whole, growing, torn and strange: what is found in them, and how little of them is read for it.
import { describe, expect, test } from "vitest";
import type { EncodedPacket } from "mediabunny";
import { openMedia, type OpenMedia } from "../../../../web/engines/files/open-media.ts";
import { readStretch } from "../../../../web/engines/files/read-stretch.ts";
import { bytesOf, datedMp4, farIndex, type FileKind, madeFile, manyFragments } from "../../../media/made-file.ts";

const kinds: FileKind[] = ["mp4", "mp4_index_first", "mp4_fragmented", "mov", "mkv", "mkv_live", "ts"];

async function stretch(media: OpenMedia, from: number, to: number) {
  const groups: { pictures: number[]; sounds: number[]; key: boolean }[] = [];
  const times = (packets: readonly EncodedPacket[]) => packets.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
  await readStretch(media, from, to, async ({ pictures, sounds, startsWithKey }) => {
    groups.push({ pictures: times(pictures), sounds: times(sounds), key: startsWithKey });
  });
  return groups;
}

describe.each(kinds)("a %s file", (kind) => {
  test("tells what it holds", async () => {
    const media = await openMedia(bytesOf(await madeFile({ kind })));
    expect(media).toMatchObject({
      picture: { codec: "avc1.64001f", width: 1280, height: 720 },
      sound: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
    });
    expect(media.durationSeconds).toBeCloseTo(8, 0);
    expect(media.firstSeconds).toBeCloseTo(0, 1);
  });

  test("gives a stretch from the key picture before it, with the sound of the same time", async () => {
    const media = await openMedia(bytesOf(await madeFile({ kind })));
    const groups = await stretch(media, media.firstSeconds + 3, media.firstSeconds + 5);
    expect(groups.map(({ key }) => key)).toEqual([true, true]);
    const pictures = groups
      .flatMap((group) => group.pictures)
      .map((time) => Math.round((time - media.firstSeconds) * 30));
    expect(pictures).toEqual(Array.from({ length: 120 }, (_, index) => 60 + index));
    const sounds = groups.flatMap((group) => group.sounds);
    expect(sounds[0]! - media.firstSeconds).toBeGreaterThan(1.95);
    expect(sounds[0]! - media.firstSeconds).toBeLessThanOrEqual(2.001);
    expect((sounds.length * 1024) / 48_000).toBeCloseTo(4, 1);
  });

  test("loses only its tail when it is torn", async () => {
    const whole = await madeFile({ kind });
    const torn = bytesOf(whole.subarray(0, Math.floor(whole.length * 0.7)));
    if (kind === "mp4" || kind === "mov") return expect(openMedia(torn)).rejects.toMatchObject({ code: "no_index" });
    const media = await openMedia(torn);
    const groups = await stretch(media, media.firstSeconds, media.firstSeconds + 100);
    const pictures = groups.flatMap((group) => group.pictures).length;
    expect(pictures).toBeGreaterThanOrEqual(90);
    expect(pictures).toBeLessThan(240);
  });
});

describe("a file that is still written", () => {
  test.each<FileKind>(["mp4_fragmented", "mkv"])(
    "has more of it each time (%s), and only the new part is walked",
    async (kind) => {
      const whole = await madeFile({ kind, segments: 6 });
      const early = bytesOf(whole.subarray(0, Math.floor(whole.length / 2)));
      const first = await openMedia(early);
      // Without its last bytes an MKV has no index, as while it is written.
      const late = bytesOf(whole.slice(0, whole.length - 40));
      const second = await openMedia(late, first.walk);
      const anew = await openMedia(late);
      expect(first.durationSeconds).toBeGreaterThan(2);
      expect(first.durationSeconds).toBeLessThan(8);
      expect(second.durationSeconds).toBeGreaterThan(9);
      expect(second.walk).toEqual(anew.walk);
      expect(await stretch(second, 7, 9)).toEqual(await stretch(anew, 7, 9));
      expect((await stretch(second, 7, 9)).flatMap(({ pictures }) => pictures).length).toBe(120);
      expect(second.walk.mp4?.parts ?? second.walk.mkv?.parts).not.toBeNull();
    },
  );

  test("is read in place however large it is: 30 GB in fragments of two seconds", async () => {
    const file = manyFragments(await madeFile({ kind: "mp4_fragmented", segments: 1 }), 10_000, 3_000_000);
    expect(file.size).toBeGreaterThan(30e9);
    const media = await openMedia(file);
    expect(media.durationSeconds).toBeCloseTo(20_000, 0);
    // One look at the head of each fragment, and the first and last one.
    expect(file.bytesRead).toBeLessThan(60e6);
    const before = file.bytesRead;
    const groups = await stretch(media, 15_000, 15_030);
    expect(groups.flatMap(({ pictures }) => pictures).length).toBeGreaterThanOrEqual(900);
    expect(file.bytesRead - before).toBeLessThan(16 * 3e6);
    const reads = file.reads;
    await openMedia(file, media.walk);
    expect(file.reads - reads).toBeLessThan(60);
  });

  test("is not read beyond its index when that lies behind 30 GB", async () => {
    const file = farIndex(await madeFile({ kind: "mp4", segments: 4 }), 30e9);
    const media = await openMedia(file);
    expect(media.durationSeconds).toBeCloseTo(8, 1);
    expect((await stretch(media, 1, 3)).length).toBe(2);
    expect(file.bytesRead).toBeLessThan(4e6);
  });
});

describe("a file that is none", () => {
  const text = (words: string) => bytesOf(new TextEncoder().encode(words));
  test.each<[string, () => Promise<ReturnType<typeof bytesOf>> | ReturnType<typeof bytesOf>, string]>([
    ["is empty", () => bytesOf(new Uint8Array()), "empty"],
    ["is one byte", () => bytesOf(new Uint8Array(1)), "no_video_file"],
    ["is text by the name of a video", () => text("Dear diary, today I streamed.\n".repeat(100)), "no_video_file"],
    ["is FLV", () => text(`FLV\u0001\u0005${"x".repeat(500)}`), "flv"],
    ["is AVI", () => text(`RIFFxxxxAVI LIST${"x".repeat(500)}`), "other_container"],
    [
      "begins like an MP4 and goes on with noise",
      () => text(`\0\0\0\u0010ftypisom${"noise ".repeat(500)}`),
      "no_index",
    ],
    [
      "begins like an MKV and goes on with noise",
      () => bytesOf(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, ...Array.from({ length: 999 }, (_, at) => (at * 37) & 255))),
      "no_video_file",
    ],
    [
      "has a box that claims to be longer than any file",
      () => bytesOf(Uint8Array.of(0, 0, 0, 1, ...new TextEncoder().encode("ftyp"), ...new Uint8Array(8).fill(0x7f))),
      "no_index",
    ],
    [
      "has no picture",
      async () => bytesOf(await madeFile({ kind: "mp4", segments: 1, without: "picture" })),
      "no_picture",
    ],
    [
      "is sound in a transport stream",
      async () => bytesOf(await madeFile({ kind: "ts", segments: 1, without: "picture" })),
      "no_picture",
    ],
  ])("%s", async (_, file, code) => {
    await expect(openMedia(await file())).rejects.toMatchObject({ name: "FileProblem", code });
  });
});

describe("a file that is strange", () => {
  test("tells its date", async () => {
    const createdMs = Date.UTC(2026, 0, 17, 14, 32, 16);
    for (const kind of ["mp4", "mov", "mp4_fragmented"] as const)
      expect((await openMedia(bytesOf(datedMp4(await madeFile({ kind, segments: 1 }), createdMs)))).createdMs).toBe(
        createdMs,
      );
  });

  test("has no sound", async () => {
    const media = await openMedia(bytesOf(await madeFile({ kind: "mkv", without: "sound" })));
    expect(media.sound).toBeNull();
    expect((await stretch(media, 3, 5)).map(({ sounds }) => sounds)).toEqual([[], []]);
  });

  test.each<[FileKind, number]>([
    ["mp4_fragmented", 5_000_000],
    ["mkv_live", 5_000_000],
    ["mp4", 100_000],
    ["mp4_fragmented", 1_768_660_336],
  ])("begins late (%s at %d s)", async (kind, shiftSeconds) => {
    const media = await openMedia(bytesOf(await madeFile({ kind, shiftSeconds })));
    expect(media.durationSeconds).toBeCloseTo(8, 0);
    const groups = await stretch(media, media.firstSeconds + 3, media.firstSeconds + 5);
    expect(groups.flatMap(({ pictures }) => pictures).length).toBe(120);
  });

  test("has pictures at uneven times", async () => {
    const eachPicture = (packet: EncodedPacket, index: number) => (index % 60 !== 0 && index % 3 === 0 ? null : packet);
    const media = await openMedia(bytesOf(await madeFile({ kind: "mp4", eachPicture })));
    const pictures = (await stretch(media, 2, 4)).flatMap((group) => group.pictures);
    expect(pictures.length).toBeGreaterThan(40);
    expect(pictures.length).toBeLessThan(60);
  });

  test("is asked for what lies before and behind it", async () => {
    const media = await openMedia(bytesOf(await madeFile({ kind: "mp4_fragmented" })));
    expect((await stretch(media, -100, 1)).length).toBe(1);
    expect((await stretch(media, 1000, 1001)).length).toBe(1);
  });
});
