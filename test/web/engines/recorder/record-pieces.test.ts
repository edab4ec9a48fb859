// From an HLS address to pieces: the loop with real segments, whose sound comes apart in every form there is.
import { AdtsOutputFormat, BufferSource, BufferTarget, EncodedAudioPacketSource, Input, MP4, Output } from "mediabunny";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPieceMaker, type MadePiece } from "../../../../web/engines/pieces/piece-maker.ts";
import type { OriginTrack } from "../../../support/hls-origin.ts";
import { later, madeSegment, samplePackets, type SamplePackets } from "../../../media/made-segment.ts";
import { beginTime, endTime, only, record, segmentMs, t0, track } from "../../../support/recorder-run.ts";

beforeEach(beginTime);
afterEach(endTime);

const soundForms = ["ts", "fmp4", "packed"] as const;
/** Both tracks of a stream say the same time; it is not the time of day. */
const mediaSeconds = (place: number) => 1000 + (place * segmentMs) / 1000;

async function soundSegment(form: (typeof soundForms)[number], place: number, sample: SamplePackets) {
  const { sounds, config } = sample;
  if (form !== "packed") return madeSegment({ container: form, sounds: later(sounds, mediaSeconds(place)), config });
  const target = new BufferTarget();
  const output = new Output({ format: new AdtsOutputFormat(), target });
  const source = new EncodedAudioPacketSource("aac");
  output.addAudioTrack(source);
  await output.start();
  const first = sounds[0]?.timestamp ?? 0;
  for (const packet of later(sounds, -first)) await source.add(packet, { decoderConfig: config.audio });
  await output.finalize();
  const stamp = timestampTag(Math.round((mediaSeconds(place) + first) * 90_000));
  return { bytes: await new Blob([stamp, target.buffer ?? new ArrayBuffer()]).arrayBuffer(), init: null };
}

/** ID3 version 2.4 with the private frame of RFC 8216 section 3.4. */
function timestampTag(ticks: number): Uint8Array<ArrayBuffer> {
  const owner = new TextEncoder().encode("com.apple.streaming.transportStreamTimestamp\0");
  const tag = new Uint8Array(20 + owner.length + 8);
  const view = new DataView(tag.buffer);
  tag.set(new TextEncoder().encode("ID3\u0004"));
  tag[9] = tag.length - 10;
  tag.set(new TextEncoder().encode("PRIV"), 10);
  tag[17] = owner.length + 8;
  tag.set(owner, 20);
  view.setUint32(20 + owner.length, Math.floor(ticks / 2 ** 32));
  view.setUint32(24 + owner.length, ticks % 2 ** 32);
  return tag;
}

/** Unix milliseconds of the first sound of a piece. */
async function firstSoundMs({ bytes, init }: MadePiece): Promise<number> {
  const input = new Input({ formats: [MP4], source: new BufferSource(await new Blob([init, bytes]).arrayBuffer()) });
  const sound = await input.getPrimaryAudioTrack();
  return ((await sound?.getFirstTimestamp()) ?? Number.NaN) * 1000;
}

test("the sound lies in the piece of its picture, at the time it was broadcast", async () => {
  const sample = await samplePackets(3);
  const firstSound = (sample.sounds[0]?.timestamp ?? 0) * 1000;
  const { pictures, config } = sample;
  for (const form of soundForms) {
    const pictureOf = async (place: number) =>
      new Uint8Array(
        (await madeSegment({ container: "ts", pictures: later(pictures, mediaSeconds(place)), config })).bytes,
      );
    const sound: Partial<OriginTrack> = {
      bytesOf: async (place) => new Uint8Array((await soundSegment(form, place, sample)).bytes),
      tagsOf: () => (form === "fmp4" ? ['#EXT-X-MAP:URI="init.mp4"'] : []),
      sequenceOf: (place) => place + 300,
    };
    const maker = createPieceMaker(null, -1);
    const made: MadePiece[] = [];
    const run = record({
      path: "master.m3u8",
      tracks: () => ({
        ...only({ windowSegments: 3, bytesOf: pictureOf }),
        sound: track({ windowSegments: 3, ...sound }),
      }),
      others: async (path) => {
        if (path === "/sound/init.mp4") return new Response((await soundSegment("fmp4", 0, sample)).init);
        const lines = [
          "#EXTM3U",
          '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES,URI="sound/index.m3u8"',
          '#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1280x720,AUDIO="a"',
          "main/index.m3u8",
        ];
        return path === "/master.m3u8" ? new Response(lines.join("\n")) : null;
      },
      async keep(segment, media) {
        const piece = await maker.make(segment, media);
        if (piece.status === "made") made.push(piece);
      },
    });
    await run.until(() => made.length >= 3);
    await run.stop();
    const times = made.map(({ piece }) => piece.startMs).toSorted();
    expect([form, times]).toEqual([form, [47, 48, 49].map((place) => t0 + place * segmentMs)]);
    expect(made.map(({ format, piece }) => [format.audio?.codec, piece.lacks])).toEqual(
      made.map(() => ["mp4a.40.2", null]),
    );
    for (const one of made)
      expect(Math.abs((await firstSoundMs(one)) - one.piece.startMs - firstSound)).toBeLessThan(1);
  }
});
