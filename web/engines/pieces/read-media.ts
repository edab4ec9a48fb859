// Reads the packets of one segment, MPEG-TS, fMP4 or packed audio, without decoding them. What is broken is left out and never throws.
import {
  ADTS,
  type AudioCodec,
  BufferSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputTrack,
  MP4,
  MPEG_TS,
  type VideoCodec,
} from "mediabunny";
import { boxesIn } from "#core/recording/boxes.ts";
import { isPackedAudio, packedAudioStartMs } from "#core/recording/packed-audio.ts";

/** One resource of a segment; `init` is the initialization section that fMP4 needs, null for MPEG-TS and packed audio. */
export interface MediaBytes {
  readonly bytes: ArrayBuffer;
  readonly init: ArrayBuffer | null;
}

/** A track with its packets in decode order, in seconds of the source's media time. */
export interface PictureTrack {
  readonly codec: VideoCodec;
  readonly config: VideoDecoderConfig;
  readonly packets: readonly EncodedPacket[];
}

export interface SoundTrack {
  readonly codec: AudioCodec;
  readonly config: AudioDecoderConfig;
  readonly packets: readonly EncodedPacket[];
}

export interface ReadMedia {
  readonly picture: PictureTrack | null;
  readonly sound: SoundTrack | null;
  /** After how much its media time begins again at zero, milliseconds; null for never. */
  readonly wrapMs: number | null;
  /** What is wrong with it, for a log; null when all could be read. */
  readonly problem: string | null;
}

/** The 33 bits of an MPEG-TS timestamp, in its 90 kHz ticks (ISO/IEC 13818-1 section 2.4.3.7). */
const tsWrapMs = 2 ** 33 / 90;
/** Ten minutes of 60 pictures a second. */
const maxPackets = 36_000;

export async function readMedia(media: MediaBytes): Promise<ReadMedia> {
  const read = await readOnce(media);
  if (read.problem === null || formOf(media) !== "ts") return read;
  const inSync = packetsInSync(new Uint8Array(media.bytes));
  if (inSync.byteLength === media.bytes.byteLength) return read;
  return { ...(await readOnce({ bytes: inSync, init: null })), problem: read.problem };
}

async function readOnce(media: MediaBytes): Promise<ReadMedia> {
  const { bytes, init } = media;
  const form = formOf(media);
  const initInput = init === null ? null : new Input({ formats: [MP4], source: new BufferSource(init) });
  const input = new Input({
    formats: [{ ts: MPEG_TS, packed: ADTS, mp4: MP4 }[form]],
    source: new BufferSource(bytes),
    ...(initInput && { initInput }),
  });
  const problems: string[] = [];
  const attempt = async <Value>(read: () => Promise<Value>): Promise<Value | null> =>
    read().catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      return null;
    });
  try {
    const picture = await attempt(async () => {
      const track = await input.getPrimaryVideoTrack();
      const [codec, config] = track === null ? [null, null] : [await track.getCodec(), await track.getDecoderConfig()];
      if (track === null || codec === null || config === null) return null;
      return { codec, config, packets: await packetsOf(track, problems) };
    });
    const sound = await attempt(async () => {
      const track = await input.getPrimaryAudioTrack();
      const [codec, config] = track === null ? [null, null] : [await track.getCodec(), await track.getDecoderConfig()];
      if (track === null || codec === null || config === null) return null;
      const packets = await packetsOf(track, problems);
      if (form !== "packed") return { codec, config, packets };
      const startSeconds = (packedAudioStartMs(new Uint8Array(bytes)) ?? 0) / 1000;
      const timed = packets.map((packet) => packet.clone({ timestamp: packet.timestamp + startSeconds }));
      return { codec, config, packets: timed };
    });
    return {
      picture: picture?.packets.length ? picture : null,
      sound: sound?.packets.length ? sound : null,
      wrapMs: form === "mp4" ? null : tsWrapMs,
      problem: problems[0] ?? (isCutOff(bytes, form) ? "The segment is cut off." : null),
    };
  } finally {
    input.dispose();
    initInput?.dispose();
  }
}

/** As many as can be read: a segment that breaks off keeps what came before. */
async function packetsOf(track: InputTrack, problems: string[]): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  try {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packets.push(packet) >= maxPackets) break;
    }
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return packets;
}

type Form = "ts" | "packed" | "mp4";

function formOf({ bytes, init }: MediaBytes): Form {
  if (init !== null) return "mp4";
  return isPackedAudio(new Uint8Array(bytes)) ? "packed" : "ts";
}

function isCutOff(bytes: ArrayBuffer, form: Form): boolean {
  // Packed audio is a row of frames: one that is cut off is left out.
  if (form === "packed") return false;
  if (form === "ts") return bytes.byteLength % tsPacketBytes !== 0;
  return (boxesIn(new DataView(bytes)).at(-1)?.to ?? 0) > bytes.byteLength;
}

const tsPacketBytes = 188;
const tsSyncByte = 0x47;

/** A transport stream without what lies between its packets: a hole in it costs the packets of the hole. */
function packetsInSync(bytes: Uint8Array): ArrayBuffer {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at + tsPacketBytes <= bytes.length;) {
    const next = at + tsPacketBytes;
    if (bytes[at] !== tsSyncByte || (next < bytes.length && bytes[next] !== tsSyncByte)) {
      at += 1;
      continue;
    }
    kept.set(bytes.subarray(at, next), length);
    length += tsPacketBytes;
    at = next;
  }
  return kept.slice(0, length).buffer;
}
