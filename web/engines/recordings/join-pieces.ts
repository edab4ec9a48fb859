// Joins pieces of one format into one MP4: every packet as it is, one run after the other, without the gaps between them.
import {
  type EncodedPacket,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type Target,
} from "mediabunny";
import { follows } from "#core/recording/coverage.ts";
import { pictureTicksPerSecond, type Piece, type PieceFormat } from "#core/recording/piece.ts";
import { readMedia, type ReadMedia } from "../pieces/read-media.ts";

interface Options {
  /** By time, without overlaps, of one format. */
  readonly pieces: readonly Piece[];
  readonly format: PieceFormat;
  readonly bytesOf: (file: string) => Promise<ArrayBuffer>;
  readonly target: Target;
  /** Of the bytes, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/** Throws what a file or the target throws, and when it is aborted. A piece that cannot be read is left out. */
export async function joinPieces({ pieces, format, bytesOf, target, onProgress, signal }: Options): Promise<void> {
  const init = await bytesOf(format.initFile);
  // Tables come last, so that what is written is never moved.
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const totalBytes = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  let tracks: Tracks | null = null;
  let before: Piece | null = null;
  /** Seconds that are taken off event time, and where the file ends so far. */
  let shift = 0;
  let end = 0;
  let doneBytes = 0;
  try {
    for (const piece of pieces) {
      signal.throwIfAborted();
      const media = await readMedia({ bytes: await bytesOf(piece.file), init });
      doneBytes += piece.bytes;
      onProgress(doneBytes / totalBytes);
      const isFirst = tracks === null;
      const isUnbroken: boolean = before !== null && before.run === piece.run && follows(before, piece);
      const pictures = isUnbroken ? (media.picture?.packets ?? []) : fromKey(media.picture?.packets ?? []);
      const sounds = media.sound?.packets ?? [];
      const starts = [pictures[0], sounds[0]].flatMap((packet) => (packet ? [packet.timestamp] : []));
      if (starts.length === 0 || (isFirst && !isWhole(media, format))) continue;
      tracks ??= await openTracks(output, media);
      if (!isUnbroken) shift = Math.min(...starts, ...pictures.map(({ timestamp }) => timestamp)) - end;
      const moved = (packet: EncodedPacket) => packet.clone({ timestamp: packet.timestamp - shift });
      for (const packet of pictures) {
        await tracks.pictures?.add(moved(packet), tracks.about(media.picture?.config));
        end = Math.max(end, packet.timestamp - shift + packet.duration);
      }
      for (const packet of sounds) {
        await tracks.sounds?.add(moved(packet), tracks.about(media.sound?.config));
        end = Math.max(end, packet.timestamp - shift + packet.duration);
      }
      before = piece;
    }
    if (tracks === null) throw new Error("The recording has no piece that can be read.");
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  }
}

interface Tracks {
  readonly pictures: EncodedVideoPacketSource | null;
  readonly sounds: EncodedAudioPacketSource | null;
  readonly about: (config: object | undefined) => { decoderConfig: never } | undefined;
}

async function openTracks(output: Output, { picture, sound }: ReadMedia): Promise<Tracks> {
  const pictures = picture && new EncodedVideoPacketSource(picture.codec);
  const sounds = sound && new EncodedAudioPacketSource(sound.codec);
  if (pictures) output.addVideoTrack(pictures, { frameRate: pictureTicksPerSecond });
  if (sounds) output.addAudioTrack(sounds);
  await output.start();
  return { pictures, sounds, about: (config) => (config ? { decoderConfig: config as never } : undefined) };
}

/** The tracks of the file are those of its first piece, so that one must have what its format has. */
function isWhole({ picture, sound }: ReadMedia, { video, audio }: PieceFormat): boolean {
  return (video === null || picture !== null) && (audio === null || sound !== null);
}

/** Pictures before the first that needs no other cannot be decoded. */
function fromKey(packets: readonly EncodedPacket[]): readonly EncodedPacket[] {
  const key = packets.findIndex(({ type }) => type === "key");
  return key === -1 ? [] : packets.slice(key);
}
