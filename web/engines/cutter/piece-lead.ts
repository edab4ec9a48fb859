// How far a piece's sound is ahead of its first picture, read from its sample table.
import { pictureTicksPerSecond, type PieceFormat } from "#core/recording/piece.ts";
import { readSampleTable, sampleTableBytes, type TrackSamples } from "#core/recording/sample-table.ts";

const firstLook = 256;

/** Milliseconds; 0 where the picture comes first or there is no sound. Throws where there is no picture. */
export async function pieceLeadMs(piece: Blob, format: PieceFormat): Promise<number> {
  const bytes = sampleTableBytes(await bytesOf(piece.slice(0, firstLook)));
  const tracks = bytes === null ? [] : readSampleTable(await bytesOf(piece.slice(0, bytes)));
  const [picture, sound] = [1, 2].map((id) => tracks.find((track) => track.trackId === id));
  if (format.video === null || picture === undefined) throw new Error("The recording has no picture.");
  if (format.audio === null || sound === undefined) return 0;
  return Math.max(0, firstMs(picture, pictureTicksPerSecond) - firstMs(sound, format.audio.sampleRate));
}

function firstMs({ samples }: TrackSamples, ticksPerSecond: number): number {
  const first = samples.reduce((least, sample) => Math.min(least, sample.showAt), Number.POSITIVE_INFINITY);
  return (first / ticksPerSecond) * 1000;
}

async function bytesOf(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer());
}
