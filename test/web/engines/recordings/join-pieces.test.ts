// A whole recording as one MP4: no packet changed, none lost, one run right after the other.
import { ALL_FORMATS, BufferSource, BufferTarget, EncodedPacketSink, Input, type EncodedPacket } from "mediabunny";
import { beforeAll, describe, expect, test } from "vitest";
import type { PieceFormat } from "#core/recording/piece.ts";
import { readMedia } from "../../../../web/engines/pieces/read-media.ts";
import { writePiece } from "../../../../web/engines/pieces/write-piece.ts";
import { joinPieces } from "../../../../web/engines/recordings/join-pieces.ts";
import { recorded, t0 } from "../../../core/recording/pieces.ts";
import { later, samplePackets, type SamplePackets } from "../../../media/made-segment.ts";

const format: PieceFormat = {
  ...{ id: "f1", initFile: "f1.mp4" },
  video: { codec: "avc1.64001f", width: 1280, height: 720 },
  audio: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
};
let sample: SamplePackets;
let init: ArrayBuffer;

beforeAll(async () => {
  sample = await samplePackets(0);
  init = (await pieceAt(0)).init;
});

/** The sample's first two seconds as a piece that was broadcast so much after the recording began. */
async function pieceAt(seconds: number, change: { pictures?: EncodedPacket[]; sounds?: EncodedPacket[] } = {}) {
  const at = (packets: readonly EncodedPacket[]) => later(packets, t0 / 1000 + seconds);
  const { pictures, sounds, config } = { ...sample, ...change };
  return writePiece({
    picture: { codec: "avc", config: config.video, priming: sample.pictures[0] ?? null, packets: at(pictures) },
    sound: { codec: "aac", config: config.audio, priming: sample.sounds[0] ?? null, packets: at(sounds) },
  });
}

interface Joined {
  readonly progress: readonly number[];
  readonly pictures: readonly EncodedPacket[];
  readonly sounds: readonly EncodedPacket[];
}

/** `at`: when each piece was broadcast, seconds, and its run. */
async function join(
  at: readonly { seconds: number; run: number; bytes?: ArrayBuffer }[],
  signal = new AbortController().signal,
) {
  const files = new Map([[format.initFile, init]]);
  const pieces = [];
  for (const [index, { seconds, run, bytes }] of at.entries()) {
    const [piece] = recorded(index, 1, { run, startMs: t0 + seconds * 1000, file: `p${index}.m4s` });
    if (piece === undefined) continue;
    files.set(piece.file, bytes ?? (await pieceAt(seconds)).bytes);
    pieces.push(piece);
  }
  const target = new BufferTarget();
  const progress: number[] = [];
  const bytesOf = async (file: string) => {
    const bytes = files.get(file);
    if (bytes === undefined) throw new Error(`There is no ${file}.`);
    return bytes;
  };
  await joinPieces({ pieces, format, bytesOf, target, onProgress: (done) => progress.push(done), signal });
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(target.buffer ?? new ArrayBuffer(0)) });
  const packets = async (track: Awaited<ReturnType<typeof input.getPrimaryVideoTrack>>) => {
    const read: EncodedPacket[] = [];
    if (track) for await (const packet of new EncodedPacketSink(track).packets()) read.push(packet);
    return read;
  };
  const pictures = await packets(await input.getPrimaryVideoTrack());
  const sounds = await packets((await input.getPrimaryAudioTrack()) as never);
  return { progress, pictures, sounds } satisfies Joined;
}

const startOf = (packets: readonly EncodedPacket[], index: number) => packets[index]?.timestamp ?? Number.NaN;

describe("an exported recording", () => {
  test("has every packet of its pieces as it was, and tells how far it is", async () => {
    const { progress, pictures, sounds } = await join([
      { seconds: 0, run: 0 },
      { seconds: 2, run: 0 },
    ]);
    expect(progress).toEqual([0.5, 1]);
    const { picture, sound } = await readMedia({ bytes: (await pieceAt(0)).bytes, init });
    const twice = (packets: readonly EncodedPacket[] = []) => [...packets, ...packets].map(({ data }) => [...data]);
    expect(pictures.map(({ data }) => [...data])).toEqual(twice(picture?.packets));
    expect(sounds.map(({ data }) => [...data])).toEqual(twice(sound?.packets));
    const count = sample.pictures.length;
    expect(startOf(pictures, count) - startOf(pictures, 0)).toBeCloseTo(2, 3);
    expect(Math.min(startOf(pictures, 0), startOf(sounds, 0))).toBeCloseTo(0, 3);
  });

  test("goes on right after a gap, with the sound where it was to the picture", async () => {
    const { pictures, sounds } = await join([
      { seconds: 0, run: 0 },
      { seconds: 3600, run: 1 },
    ]);
    const [pictureAgain, soundAgain] = [
      startOf(pictures, sample.pictures.length),
      startOf(sounds, sample.sounds.length),
    ];
    expect(pictureAgain).toBeGreaterThan(1.9);
    expect(pictureAgain).toBeLessThan(2.2);
    expect(soundAgain - pictureAgain).toBeCloseTo(startOf(sounds, 0) - startOf(pictures, 0), 3);
  });

  test("leaves out what cannot be read, and pictures that nothing leads to after a gap", async () => {
    const headless = await pieceAt(10, { pictures: sample.pictures.slice(1) });
    const { pictures, sounds } = await join([
      { seconds: 0, run: 0 },
      { seconds: 2, run: 0, bytes: new ArrayBuffer(100) },
      { seconds: 10, run: 1, bytes: headless.bytes },
    ]);
    const key = sample.pictures.findIndex(({ type }, index) => type === "key" && index > 0);
    const shown = key === -1 ? 0 : sample.pictures.length - key;
    expect(pictures).toHaveLength(sample.pictures.length + shown);
    expect(sounds).toHaveLength(2 * sample.sounds.length);
  });

  test("ends when it is called off", async () => {
    const stopping = new AbortController();
    stopping.abort();
    await expect(join([{ seconds: 0, run: 0 }], stopping.signal)).rejects.toThrow(/abort/i);
  });
});
