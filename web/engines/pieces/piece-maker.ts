// Makes pieces of a source's segments: picture and sound in event time, in one layout, whatever the segments were.
import type { EncodedPacket } from "mediabunny";
import { timeToleranceMs } from "#core/recording/fetch-plan.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { Piece, PieceFormat } from "#core/recording/piece.ts";
import { placeSegment, type RunClock } from "#core/recording/run-clock.ts";
import { hex } from "#core/text/hex.ts";
import { readMedia, type MediaBytes, type PictureTrack, type ReadMedia, type SoundTrack } from "./read-media.ts";
import { writePiece, type PieceTracks } from "./write-piece.ts";

/** What the playlist says of a segment. */
export interface SourceSegment {
  readonly sequence: number;
  readonly run: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** What was fetched of a segment. `audio` is the separate rendition, where the source has one; it replaces sound in `video`. */
export interface SegmentMedia {
  readonly video: MediaBytes | null;
  readonly audio: MediaBytes | null;
}

export interface MadePiece {
  readonly status: "made";
  readonly bytes: ArrayBuffer;
  readonly init: ArrayBuffer;
  readonly format: PieceFormat;
  readonly piece: Omit<Piece, "file" | "bytes" | "format">;
  /** Where pictures are missing because a part of the segment could not be read. */
  readonly damaged: readonly TimeRange[];
}

export interface PieceMaker {
  /** Segments may come in any order of time. `detail` says what is wrong with one that cannot be read at all. */
  make(
    segment: SourceSegment,
    media: SegmentMedia,
  ): Promise<MadePiece | { readonly status: "unreadable"; readonly detail: string }>;
}

type Tracks = { readonly [Kind in keyof PieceTracks]: NonNullable<PieceTracks[Kind]> | null };

/** What the segments of one run have shown of themselves so far. */
interface Known {
  readonly run: number;
  readonly picture: Tracks["picture"];
  readonly sound: Tracks["sound"];
  /** The newest MPEG-TS segment with parameters for its picture; a segment without any is read behind it. */
  readonly keyed: ArrayBuffer | null;
}

/** `last` is the newest piece of an earlier life of the recorder; `lastRun` its highest run, -1 for none. */
export function createPieceMaker(last: Piece | null, lastRun: number): PieceMaker {
  let clocks: readonly RunClock[] = last === null ? [] : clockOf(last);
  let known: Known | null = null;

  return {
    async make(segment, media) {
      try {
        return await makeOne(segment, media);
      } catch (error) {
        return { status: "unreadable", detail: error instanceof Error ? error.message : String(error) };
      }
    },
  };

  async function makeOne(segment: SourceSegment, media: SegmentMedia): ReturnType<PieceMaker["make"]> {
    const earlier = known?.run === segment.run ? known : null;
    const main = media.video === null ? null : await readBehind(media.video, earlier?.keyed ?? null);
    const separate = media.audio === null ? null : await readMedia(media.audio);
    const picture = main?.picture ?? null;
    const [sound, soundWrapMs] = separate?.sound
      ? [separate.sound, separate.wrapMs]
      : [main?.sound ?? null, main?.wrapMs ?? null];
    const first = picture ?? sound;
    if (first === null)
      return {
        status: "unreadable",
        detail: main?.problem ?? separate?.problem ?? "There is neither picture nor sound.",
      };

    const { startMs: mediaMs, durationMs } = spanOf(first.packets);
    const wrapMs = picture === null ? soundWrapMs : (main?.wrapMs ?? null);
    const arrived = { sourceRun: segment.run, sequence: segment.sequence, startMs: segment.startMs };
    const placed = placeSegment(clocks, lastRun, { ...arrived, mediaMs, durationMs, wrapMs });
    const startMs = toMicroseconds(mediaMs + placed.shiftMs);
    const soundShiftMs =
      sound && picture ? placed.shiftMs + wrapsApart(sound, soundWrapMs, startMs, placed.shiftMs) : placed.shiftMs;

    const pictures = picture ? pictureTrack(picture, placed.shiftMs, earlier) : bare(earlier?.picture ?? null);
    const sounds = sound ? soundTrack(sound, soundShiftMs) : bare(earlier?.sound ?? null);
    const { bytes, init } = await writePiece({ picture: pictures, sound: sounds });
    const keyed = media.video?.init === null && picture && startsWithKey(picture) ? media.video.bytes : null;
    ({ clocks } = placed);
    known = { run: segment.run, picture: pictures, sound: sounds, keyed: keyed ?? earlier?.keyed ?? null };
    return {
      status: "made",
      bytes,
      init,
      format: await formatOf(init, pictures, sounds),
      piece: {
        ...{ run: placed.run, sequence: segment.sequence, startMs, durationMs, mediaOffsetMs: placed.offsetMs },
        startsWithKey: picture === null || startsWithKey(picture),
        lacks: pictures && !picture ? "picture" : sounds && !sound ? "sound" : null,
      },
      damaged: main?.problem && pictures ? holesIn(pictures.packets, startMs, segment.durationMs) : [],
    };
  }
}

/** A segment of MPEG-TS whose picture has no parameters is read behind one that has them, whose packets are dropped. */
async function readBehind(media: MediaBytes, keyed: ArrayBuffer | null): Promise<ReadMedia> {
  const alone = await readMedia(media);
  if (alone.problem === null || alone.picture !== null || keyed === null || media.init !== null) return alone;
  const before = await readMedia({ bytes: keyed, init: null });
  const both = await readMedia({ bytes: await new Blob([keyed, media.bytes]).arrayBuffer(), init: null });
  const picture = both.picture && withoutFirst(both.picture, before.picture?.packets.length ?? 0);
  const sound = both.sound && withoutFirst(both.sound, before.sound?.packets.length ?? 0);
  return picture === null ? alone : { ...both, picture, sound };
}

/** Null when nothing is left. */
function withoutFirst<Track extends { packets: readonly EncodedPacket[] }>(track: Track, count: number): Track | null {
  const packets = track.packets.slice(count);
  return packets.length === 0 ? null : { ...track, packets };
}

function pictureTrack(track: PictureTrack, shiftMs: number, earlier: Known | null): NonNullable<Tracks["picture"]> {
  const priming = track.packets.find((packet) => packet.type === "key") ?? earlier?.picture?.priming ?? null;
  return { ...track, priming, packets: shifted(track.packets, shiftMs, lastPictureSeconds(track.packets)) };
}

function soundTrack(track: SoundTrack, shiftMs: number): NonNullable<Tracks["sound"]> {
  return { ...track, priming: track.packets[0] ?? null, packets: shifted(track.packets, shiftMs, null) };
}

/** The same track without packets: the format stays, this piece lacks it. */
function bare<Track extends { packets: readonly EncodedPacket[] }>(track: Track | null): Track | null {
  return track && { ...track, packets: [] };
}

/** `lastSeconds` replaces the duration of the packet that is decoded last, which ends the piece. */
export function shifted(packets: readonly EncodedPacket[], byMs: number, lastSeconds: number | null): EncodedPacket[] {
  return packets.map((packet, index) =>
    packet.clone({
      timestamp: packet.timestamp + byMs / 1000,
      ...(lastSeconds !== null && index === packets.length - 1 && { duration: lastSeconds }),
    }),
  );
}

/** How long the picture that is shown last stays: as it says itself, or as the one before it if that was shorter. */
export function lastPictureSeconds(packets: readonly EncodedPacket[]): number {
  const shown = packets.toSorted((a, b) => a.timestamp - b.timestamp);
  const last = shown.at(-1);
  const before = shown.at(-2);
  if (last === undefined) return 0;
  const step = before === undefined ? 0 : last.timestamp - before.timestamp;
  return last.duration > 0 && step > 0 ? Math.min(last.duration, step) : last.duration || step || fallbackSeconds;
}

/** A single picture without a duration. */
const fallbackSeconds = 1 / 30;

export function spanOf(packets: readonly EncodedPacket[]): { readonly startMs: number; readonly durationMs: number } {
  const starts = packets.map((packet) => packet.timestamp);
  const first = starts.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = starts.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return { startMs: first * 1000, durationMs: toMicroseconds((last - first + lastPictureSeconds(packets)) * 1000) };
}

/** Sums of seconds that count from 1970 are no more exact than that. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Where pictures stay away for longer than neighbouring segments may, up to the end that the playlist announced. */
function holesIn(packets: readonly EncodedPacket[], startMs: number, durationMs: number): TimeRange[] {
  const shownMs = packets.map((packet) => packet.timestamp * 1000).sort((a, b) => a - b);
  const edges = [...shownMs, startMs + durationMs];
  return edges.flatMap((toMs, index) => {
    const fromMs = edges[index - 1];
    return fromMs !== undefined && toMs - fromMs > timeToleranceMs ? [{ fromMs, toMs }] : [];
  });
}

function startsWithKey({ packets }: PictureTrack): boolean {
  return packets[0]?.type === "key";
}

/** Sound of a file of its own wraps by itself; the wrap that brings it nearest to the picture is meant. */
function wrapsApart(sound: SoundTrack, wrapMs: number | null, startMs: number, shiftMs: number): number {
  const soundMs = (sound.packets[0]?.timestamp ?? 0) * 1000 + shiftMs;
  return wrapMs === null ? 0 : Math.round((startMs - soundMs) / wrapMs) * wrapMs;
}

/** Its id is of the initialization section's content, so that equal configurations share one file. */
export async function formatOf(
  init: ArrayBuffer,
  picture: Tracks["picture"],
  sound: Tracks["sound"],
): Promise<PieceFormat> {
  const id = hex(await crypto.subtle.digest("SHA-256", init)).slice(0, 16);
  return {
    id,
    initFile: `init-${id}.mp4`,
    video: picture && {
      codec: picture.config.codec,
      width: picture.config.codedWidth ?? 0,
      height: picture.config.codedHeight ?? 0,
    },
    audio: sound && {
      codec: sound.config.codec,
      sampleRate: sound.config.sampleRate,
      channels: sound.config.numberOfChannels,
    },
  };
}

function clockOf({ run, mediaOffsetMs, sequence, startMs, durationMs }: Piece): RunClock[] {
  if (mediaOffsetMs === null || sequence === null) return [];
  return [{ sourceRun: run, run, offsetMs: mediaOffsetMs, sequence, endMs: startMs + durationMs, offBy: [] }];
}
