// Writes packets as one piece (`styp sidx moof mdat`) and its initialization section (`ftyp moov`), with the packets as they are.
import {
  type AudioCodec,
  BufferTarget,
  CmafOutputFormat,
  type EncodedPacket,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  Output,
  type VideoCodec,
} from "mediabunny";
import { boxesIn, boxIn } from "#core/recording/boxes.ts";
import { pictureTicksPerSecond } from "#core/recording/piece.ts";
import { markKeys } from "./mark-keys.ts";

/** `priming` is a packet with the parameters that `config` lacks for MPEG-TS: a key picture, any sound. */
export interface PieceTrack<Codec, Config> {
  readonly codec: Codec;
  readonly config: Config;
  readonly priming: EncodedPacket | null;
  /** In decode order, in Unix seconds. Empty where the piece lacks what its format has. */
  readonly packets: readonly EncodedPacket[];
}

export interface PieceTracks {
  readonly picture: PieceTrack<VideoCodec, VideoDecoderConfig> | null;
  readonly sound: PieceTrack<AudioCodec, AudioDecoderConfig> | null;
}

export interface WrittenPiece {
  readonly bytes: ArrayBuffer;
  /** Equal for equal configurations: it carries no time of creation. */
  readonly init: ArrayBuffer;
}

/** Throws for packets that make no sense; the muxer says why. */
export async function writePiece({ picture, sound }: PieceTracks): Promise<WrittenPiece> {
  const target = new BufferTarget();
  const initTarget = new BufferTarget();
  const output = new Output({ format: new CmafOutputFormat(), target, initTarget });
  const pictures = picture && new EncodedVideoPacketSource(picture.codec);
  const sounds = sound && new EncodedAudioPacketSource(sound.codec);
  const known = ({ config, priming }: { config: object; priming: EncodedPacket | null }) => ({
    decoderConfig: config as never,
    ...(priming && { primingPacket: priming }),
  });
  if (picture && pictures) output.addVideoTrack(pictures, { ...known(picture), frameRate: pictureTicksPerSecond });
  if (sound && sounds) output.addAudioTrack(sounds, known(sound));
  try {
    await output.start();
    const keys = (picture?.packets ?? []).map((packet) => packet.type === "key");
    // The muxer begins with a key picture only, and tells of no second one.
    for (const [index, packet] of (picture?.packets ?? []).entries())
      await pictures?.add(index === 0 && packet.type !== "key" ? packet.clone({ type: "key" }) : packet);
    for (const packet of sound?.packets ?? []) await sounds?.add(packet);
    await output.finalize();
    if (target.buffer === null || initTarget.buffer === null) throw new Error("The muxer wrote nothing.");
    removeTimes(initTarget.buffer);
    const isAsWritten = keys.every((isKey, index) => isKey === (index === 0));
    return { bytes: isAsWritten ? target.buffer : markKeys(target.buffer, keys), init: initTarget.buffer };
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  }
}

/** Zeroes the times of creation and modification of movie, tracks and media. */
function removeTimes(init: ArrayBuffer): void {
  const view = new DataView(init);
  const moov = boxesIn(view).find((box) => box.type === "moov");
  if (moov === undefined) return;
  const tracks = boxesIn(view, moov.from, moov.to).filter((box) => box.type === "trak");
  const mediaHeads = tracks.map((trak) => {
    const mdia = boxIn(view, trak, "mdia");
    return mdia && boxIn(view, mdia, "mdhd");
  });
  for (const box of [boxIn(view, moov, "mvhd"), ...tracks.map((trak) => boxIn(view, trak, "tkhd")), ...mediaHeads]) {
    if (box) new Uint8Array(init, box.from + 4, view.getUint8(box.from) === 1 ? 16 : 8).fill(0);
  }
}
