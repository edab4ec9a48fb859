// A group of pictures as the packets that a piece is written from.
import { EncodedPacket } from "mediabunny";
import type { PictureGroup } from "#core/capture/gop-cutter.ts";
import type { EncodedPicture } from "./picture-encoder.ts";
import type { EncodedSound } from "./sound-encoder.ts";

export interface EncodedGroup {
  /** Groups of one run follow one another without a jump of any clock. */
  readonly run: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly picture: { readonly config: VideoDecoderConfig; readonly packets: readonly EncodedPacket[] };
  /** Null when no sound came with these pictures. */
  readonly sound: {
    readonly codec: EncodedSound["codec"];
    readonly config: AudioDecoderConfig;
    readonly packets: readonly EncodedPacket[];
  } | null;
}

/** `group` has at least one picture. Pictures last until the next one, sounds as long as the encoder says. */
export function encodedGroup(group: PictureGroup<EncodedPicture, EncodedSound>, run: number): EncodedGroup | null {
  const { startMs, endMs, pictures, sounds } = group;
  const first = pictures[0]?.packet;
  if (first === undefined) return null;
  const sound = sounds[0]?.packet;
  return {
    ...{ run, startMs, durationMs: endMs - startMs },
    picture: {
      config: first.config,
      packets: pictures.map(({ packet, startMs: atMs }, index) =>
        packetOf(packet.chunk, atMs, (pictures[index + 1]?.startMs ?? endMs) - atMs),
      ),
    },
    sound:
      sound === undefined
        ? null
        : {
            ...{ codec: sound.codec, config: sound.config },
            packets: sounds.map(({ packet, startMs: atMs }) =>
              packetOf(packet.chunk, atMs, (packet.chunk.duration ?? 0) / 1000),
            ),
          },
  };
}

function packetOf(chunk: EncodedVideoChunk | EncodedAudioChunk, atMs: number, durationMs: number): EncodedPacket {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  return new EncodedPacket(data, chunk.type, atMs / 1000, Math.max(0, durationMs) / 1000);
}
