// Makes segments of any container and timing from the packets of the sample stream, without encoding anything.
import { readFile } from "node:fs/promises";
import {
  BufferSource,
  BufferTarget,
  CmafOutputFormat,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MPEG_TS,
  MpegTsOutputFormat,
  Output,
  type EncodedPacket,
} from "mediabunny";
import type { MediaBytes } from "../../web/engines/pieces/read-media.ts";

export interface SamplePackets {
  readonly pictures: readonly EncodedPacket[];
  readonly sounds: readonly EncodedPacket[];
  readonly config: { readonly video: VideoDecoderConfig; readonly audio: AudioDecoderConfig };
}

/** The packets of one sample segment, two seconds; seconds from its first picture. */
export async function samplePackets(index: number): Promise<SamplePackets> {
  const bytes = await readFile(`test/media/sample/${String(index).padStart(5, "0")}.ts`);
  const input = new Input({ formats: [MPEG_TS], source: new BufferSource(bytes) });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  if (video === null || audio === null) throw new Error("The sample has lost a track.");
  const read = async (track: typeof video | typeof audio) => {
    const packets: EncodedPacket[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
    return packets;
  };
  const [pictures, sounds] = [await read(video), await read(audio)];
  const from = Math.min(...pictures.map((packet) => packet.timestamp));
  const [videoConfig, audioConfig] = [await video.getDecoderConfig(), await audio.getDecoderConfig()];
  if (videoConfig === null || audioConfig === null) throw new Error("The sample cannot be decoded.");
  return {
    pictures: pictures.map((packet) => packet.clone({ timestamp: packet.timestamp - from })),
    sounds: sounds.map((packet) => packet.clone({ timestamp: packet.timestamp - from })),
    config: { video: videoConfig, audio: audioConfig },
  };
}

interface Made {
  readonly container: "ts" | "fmp4";
  readonly pictures?: readonly EncodedPacket[];
  readonly sounds?: readonly EncodedPacket[];
  readonly config: SamplePackets["config"];
  /** Ticks a second of the picture's track. */
  readonly timescale?: number;
}

/** One segment, and its initialization section for fMP4. */
export async function madeSegment({ container, pictures, sounds, config, timescale }: Made): Promise<MediaBytes> {
  const target = new BufferTarget();
  const initTarget = new BufferTarget();
  const format = container === "ts" ? new MpegTsOutputFormat() : new CmafOutputFormat();
  const output = new Output({ format, target, initTarget });
  const video = pictures && new EncodedVideoPacketSource("avc");
  const audio = sounds && new EncodedAudioPacketSource("aac");
  if (video) output.addVideoTrack(video, { frameRate: timescale ?? 90_000 });
  if (audio) output.addAudioTrack(audio);
  await output.start();
  await Promise.all([
    (async () => {
      for (const packet of pictures ?? []) await video?.add(packet, { decoderConfig: config.video });
      video?.close();
    })(),
    (async () => {
      for (const packet of sounds ?? []) await audio?.add(packet, { decoderConfig: config.audio });
      audio?.close();
    })(),
  ]);
  await output.finalize();
  if (target.buffer === null) throw new Error("Nothing was written.");
  return { bytes: target.buffer, init: container === "ts" ? null : initTarget.buffer };
}

/** The same packets later. */
export function later(packets: readonly EncodedPacket[], seconds: number): EncodedPacket[] {
  return packets.map((packet) => packet.clone({ timestamp: packet.timestamp + seconds }));
}
