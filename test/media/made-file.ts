// Makes video files of each container from the packets of the sample stream, without encoding anything.
import { readFile } from "node:fs/promises";
import {
  BufferSource,
  BufferTarget,
  type EncodedPacket,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  MPEG_TS,
  MpegTsOutputFormat,
  Output,
  type OutputFormat,
} from "mediabunny";
import { boxesIn, boxIn } from "#core/recording/boxes.ts";
import type { FileBytes } from "../../web/engines/files/file-bytes.ts";

export type FileKind = "mp4" | "mp4_index_first" | "mp4_fragmented" | "mov" | "mkv" | "mkv_live" | "ts";

interface Made {
  readonly kind: FileKind;
  /** Two seconds each, from the beginning of the sample. Default 4. */
  readonly segments?: number;
  /** What to add to all timestamps, seconds. Default 0. */
  readonly shiftSeconds?: number;
  readonly without?: "picture" | "sound";
  /** Changes a picture's packet, or leaves it out. */
  readonly eachPicture?: (packet: EncodedPacket, index: number) => EncodedPacket | null;
}

const formats: Record<FileKind, () => OutputFormat> = {
  mp4: () => new Mp4OutputFormat({ fastStart: false }),
  mp4_index_first: () => new Mp4OutputFormat({ fastStart: "in-memory" }),
  mp4_fragmented: () => new Mp4OutputFormat({ fastStart: "fragmented", minimumFragmentDuration: 1 }),
  mov: () => new MovOutputFormat({ fastStart: false }),
  mkv: () => new MkvOutputFormat({ minimumClusterDuration: 1 }),
  mkv_live: () => new MkvOutputFormat({ appendOnly: true, minimumClusterDuration: 1 }),
  ts: () => new MpegTsOutputFormat(),
};

/** The first picture carries the number 0 and each later one the next, 30 a second. */
export async function madeFile(made: Made): Promise<Uint8Array<ArrayBuffer>> {
  const { kind, segments = 4, shiftSeconds = 0, without, eachPicture = (packet: EncodedPacket) => packet } = made;
  const { video, audio, pictures, sounds } = await samplePackets(segments);
  const target = new BufferTarget();
  const output = new Output({ format: formats[kind](), target });
  const picture = new EncodedVideoPacketSource("avc");
  const sound = new EncodedAudioPacketSource("aac");
  if (without !== "picture") output.addVideoTrack(picture, { frameRate: 90_000 });
  if (without !== "sound") output.addAudioTrack(sound);
  await output.start();
  const shifted = (packet: EncodedPacket) => packet.clone({ timestamp: packet.timestamp + shiftSeconds });
  await Promise.all([
    (async () => {
      for (const [index, packet] of without === "picture" ? [] : pictures.entries()) {
        const one = eachPicture(shifted(packet), index);
        if (one) await picture.add(one, { decoderConfig: video });
      }
      if (without !== "picture") picture.close();
    })(),
    (async () => {
      for (const packet of without === "sound" ? [] : sounds) {
        if (packet.timestamp + shiftSeconds >= 0 || shiftSeconds < 0)
          await sound.add(shifted(packet), { decoderConfig: audio });
      }
      if (without !== "sound") sound.close();
    })(),
  ]);
  await output.finalize();
  if (target.buffer === null) throw new Error("Nothing was written.");
  return new Uint8Array(target.buffer);
}

async function samplePackets(segments: number) {
  const pictures: EncodedPacket[] = [];
  const sounds: EncodedPacket[] = [];
  let configs: { video: VideoDecoderConfig; audio: AudioDecoderConfig } | null = null;
  let from: number | null = null;
  for (let index = 0; index < segments; index++) {
    const bytes = await readFile(new URL(`sample/${String(index).padStart(5, "0")}.ts`, import.meta.url));
    const input = new Input({ formats: [MPEG_TS], source: new BufferSource(bytes) });
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    if (video === null || audio === null) throw new Error("The sample has lost a track.");
    const [videoConfig, audioConfig] = [await video.getDecoderConfig(), await audio.getDecoderConfig()];
    if (videoConfig === null || audioConfig === null) throw new Error("The sample cannot be decoded.");
    configs ??= { video: videoConfig, audio: audioConfig };
    from ??= await video.getFirstTimestamp();
    const zero = from;
    const read = async (track: typeof video | typeof audio, packets: EncodedPacket[]) => {
      for await (const packet of new EncodedPacketSink(track).packets())
        packets.push(packet.clone({ timestamp: packet.timestamp - zero }));
    };
    await read(video, pictures);
    await read(audio, sounds);
  }
  if (configs === null) throw new Error("A file needs a segment at least.");
  return { ...configs, pictures, sounds: sounds.filter((packet) => packet.timestamp >= 0) };
}

/** Writes the date of creation into an MP4 (MOV). */
export function datedMp4(file: Uint8Array<ArrayBuffer>, createdMs: number): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(file.buffer).indexOf("mvhd");
  const view = new DataView(file.buffer);
  const seconds = createdMs / 1000 + 2_082_844_800;
  if (view.getUint8(at + 4) === 1) view.setBigUint64(at + 8, BigInt(seconds));
  else view.setUint32(at + 8, seconds);
  return file;
}

export interface CountedBytes extends FileBytes {
  /** Bytes that were read so far. */
  readonly bytesRead: number;
  readonly reads: number;
}

/** A file that counts what is read of it. `size` may be greater than what `get` has: the rest reads as zeros. */
export function countedBytes(size: number, get: (from: number, to: number) => Uint8Array): CountedBytes {
  const counted = { bytesRead: 0, reads: 0 };
  return {
    size,
    get bytesRead() {
      return counted.bytesRead;
    },
    get reads() {
      return counted.reads;
    },
    async read(from, to) {
      if (from < 0 || to > size || from >= to) throw new RangeError(`${from} to ${to} is not inside the file.`);
      counted.bytesRead += to - from;
      counted.reads++;
      const bytes = new Uint8Array(to - from);
      bytes.set(get(from, to).subarray(0, to - from));
      return bytes;
    },
  };
}

export const bytesOf = (file: Uint8Array): CountedBytes =>
  countedBytes(file.length, (from, to) => file.subarray(from, to));

/** The first fragment of a file `count` times, `strideBytes` apart and each when the one before ends. */
export function manyFragments(file: Uint8Array<ArrayBuffer>, count: number, strideBytes: number): CountedBytes {
  const top = boxesIn(viewOf(file));
  const moofAt = (top.find(({ type }) => type === "moof")?.from ?? 8) - 8;
  const moof = top.find(({ type }) => type === "moof");
  const mdat = top.find(({ type }) => type === "mdat");
  if (!moof || !mdat) throw new Error("The file has no fragment.");
  const head = file.slice(0, moofAt);
  const fragment = file.slice(moofAt, mdat.to);
  const mdatAt = mdat.from - 8 - moofAt;
  viewOf(fragment).setUint32(mdatAt, strideBytes - mdatAt);
  const copyOf = (index: number): Uint8Array => {
    const copy = fragment.slice();
    const view = viewOf(copy);
    const own = boxesIn(view)[0];
    for (const traf of own ? boxesIn(view, own.from, own.to).filter(({ type }) => type === "traf") : []) {
      const [tfhd, tfdt] = [boxIn(view, traf, "tfhd"), boxIn(view, traf, "tfdt")];
      if (!tfhd || !tfdt) continue;
      const timescale = timescaleOf(head, view.getUint32(tfhd.from + 4));
      if (view.getUint8(tfdt.from) !== 1) throw new Error("The fragment's time has 32 bits only.");
      view.setBigUint64(tfdt.from + 4, view.getBigUint64(tfdt.from + 4) + BigInt(index * 2 * timescale));
    }
    return copy;
  };
  return countedBytes(head.length + count * strideBytes, (from, to) => {
    const bytes = new Uint8Array(to - from);
    const put = (part: Uint8Array, at: number) => {
      const [a, b] = [Math.max(from, at), Math.min(to, at + part.length)];
      if (a < b) bytes.set(part.subarray(a - at, b - at), a - from);
    };
    put(head, 0);
    const first = Math.max(0, Math.floor((from - head.length) / strideBytes));
    for (let index = first; index < count && head.length + index * strideBytes < to; index++)
      put(copyOf(index), head.length + index * strideBytes);
    return bytes;
  });
}

/** An MP4 whose `moov` comes `bytes` later. */
export function farIndex(file: Uint8Array<ArrayBuffer>, bytes: number): CountedBytes {
  const moovAt = (boxesIn(viewOf(file)).find(({ type }) => type === "moov")?.from ?? 8) - 8;
  const free = new Uint8Array(16);
  viewOf(free).setUint32(0, 1);
  free.set(new TextEncoder().encode("free"), 4);
  viewOf(free).setBigUint64(8, BigInt(bytes));
  const parts = [
    { at: 0, part: file.subarray(0, moovAt) },
    { at: moovAt, part: free },
    { at: moovAt + bytes, part: file.subarray(moovAt) },
  ];
  return countedBytes(file.length + bytes, (from, to) => {
    const out = new Uint8Array(to - from);
    for (const { at, part } of parts) {
      const [a, b] = [Math.max(from, at), Math.min(to, at + part.length)];
      if (a < b) out.set(part.subarray(a - at, b - at), a - from);
    }
    return out;
  });
}

function timescaleOf(head: Uint8Array, trackId: number): number {
  const view = viewOf(head);
  const moov = boxesIn(view).find(({ type }) => type === "moov");
  for (const trak of moov ? boxesIn(view, moov.from, moov.to).filter(({ type }) => type === "trak") : []) {
    const [tkhd, mdia] = [boxIn(view, trak, "tkhd"), boxIn(view, trak, "mdia")];
    const mdhd = mdia && boxIn(view, mdia, "mdhd");
    if (!tkhd || !mdhd) continue;
    const at = (box: { from: number }) => box.from + (view.getUint8(box.from) === 1 ? 20 : 12);
    if (view.getUint32(at(tkhd)) === trackId) return view.getUint32(at(mdhd));
  }
  throw new Error("The file has no such track.");
}

function viewOf(bytes: Uint8Array): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}
