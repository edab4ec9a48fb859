// What an HLS playlist says, taken from the parser's plain output and bounded: the segments to record, or the variants to choose from.
import { z } from "zod";
import { readAdRanges, type AdRange } from "#core/recording/ad-marks.ts";
import { readVariants, type Variants } from "#core/recording/variants.ts";

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A part of the stream as an address; `byteRange` is null for a whole file. */
export interface Resource {
  readonly address: string;
  readonly byteRange: ByteRange | null;
}

/** AES-128 in CBC mode over the whole resource (RFC 8216 section 5.2). */
export interface Encryption {
  /** Where the sixteen bytes of the key are. */
  readonly keyAddress: string;
  /** Thirty-two hexadecimal digits. */
  readonly iv: string;
}

/** A resource with what is needed to read it; `encryption` is null for one in the clear. */
export interface MediaResource extends Resource {
  readonly encryption: Encryption | null;
}

export interface PlaylistSegment extends MediaResource {
  /** Media sequence number. */
  readonly sequence: number;
  /** The timestamps start anew here (EXT-X-DISCONTINUITY). */
  readonly isDiscontinuous: boolean;
  /** The source says itself that it does not have this one (EXT-X-GAP). */
  readonly isGap: boolean;
  /** EXT-X-PROGRAM-DATE-TIME, carried forward and back over segments without the tag; null when the playlist has none. */
  readonly startMs: number | null;
  readonly durationMs: number;
  /** The fMP4 initialization section; null for MPEG-TS and packed audio. */
  readonly init: MediaResource | null;
  /** A break begins here (EXT-X-CUE-OUT): its announced length, 0 where none is; null for a segment without the tag. */
  readonly breakMs: number | null;
  /** A break ended before this segment (EXT-X-CUE-IN). */
  readonly endsBreak: boolean;
}

export interface MediaPlaylist {
  readonly status: "media";
  readonly targetDurationMs: number;
  readonly hasEnded: boolean;
  /** The server holds a request for a coming segment until it is there (CAN-BLOCK-RELOAD). */
  readonly canBlock: boolean;
  readonly segments: readonly PlaylistSegment[];
  /** Advertisements by date (EXT-X-DATERANGE). */
  readonly ads: readonly AdRange[];
}

export type Playlist =
  | MediaPlaylist
  | Variants
  /** Protected by something that only a licensed player opens: SAMPLE-AES, FairPlay, Widevine, PlayReady. */
  | { readonly status: "encrypted" }
  | { readonly status: "invalid" };

/** More than half an hour of one-second segments, which is what is caught up with. A longer playlist is read from its end. */
export const maxSegments = 2_000;

const byteRangeSchema = z.object({ offset: z.number().int().nonnegative(), length: z.number().int().positive() });
const addressSchema = z.string().min(1).max(4000);
const keySchema = z
  .object({
    method: z.string().max(40),
    uri: addressSchema,
    iv: z
      .instanceof(Uint32Array)
      .refine((iv) => iv.length === 4)
      .optional(),
  })
  .nullish();
type ParsedKey = NonNullable<z.infer<typeof keySchema>>;
const parsedSegmentSchema = z.object({
  uri: addressSchema,
  // RFC 8216 sets no limit; nobody cuts live segments of more than a minute, and a huge number would upset every sum.
  duration: z.number().positive().max(60),
  discontinuity: z.boolean().optional(),
  // A date that cannot be read is as good as none.
  programDateTime: z.number().finite().nonnegative().optional().catch(undefined),
  byterange: byteRangeSchema.optional(),
  map: z.object({ uri: addressSchema, byterange: byteRangeSchema.optional(), key: keySchema }).optional(),
  key: keySchema,
  cueOut: z.string().max(200).optional(),
  cueIn: z.string().max(200).optional(),
  custom: z.object({ gap: z.string().max(200).optional() }).optional(),
});
const manifestSchema = z.object({
  targetDuration: z.number().positive().max(60).optional(),
  mediaSequence: z.number().int().nonnegative().optional(),
  endList: z.boolean().optional(),
  segments: z.array(z.unknown()).default([]),
  playlists: z.array(z.unknown()).default([]),
  mediaGroups: z.unknown().optional(),
  dateRanges: z.array(z.unknown()).default([]),
  serverControl: z.object({ canBlockReload: z.boolean().optional() }).optional().catch(undefined),
  skip: z.object({ skippedSegments: z.number().int().nonnegative() }).optional().catch(undefined),
  contentProtection: z.unknown().optional(),
});

type Resolve = (uri: string) => string | null;

/**
 * Maps what m3u8-parser made of a playlist. `resolve` makes an address absolute and answers null for one it refuses.
 * Segments that make no sense are left out; their sequence numbers stay unused, so that they show as gaps.
 */
export function readPlaylist(manifest: unknown, resolve: Resolve): Playlist {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) return { status: "invalid" };
  const { segments, playlists, targetDuration, endList = false, skip } = parsed.data;
  if (playlists.length > 0) return readVariants(playlists, parsed.data.mediaGroups, resolve) ?? { status: "invalid" };
  if (targetDuration === undefined) return { status: "invalid" };
  const skipped = Math.max(0, segments.length - maxSegments);
  // The oldest segments may be left out of an update (EXT-X-SKIP); nobody asks for that, and their numbers count.
  const mediaSequence = (parsed.data.mediaSequence ?? 0) + (skip?.skippedSegments ?? 0);
  const read: PlaylistSegment[] = [];
  for (const [index, raw] of segments.slice(skipped).entries()) {
    const segment = parsedSegmentSchema.safeParse(raw).data;
    if (segment === undefined) continue;
    if (isProtected(segment.key) || isProtected(segment.map?.key)) return { status: "encrypted" };
    const sequence = mediaSequence + skipped + index;
    const place = toResource(segment, sequence, resolve);
    const init = segment.map === undefined ? null : toResource(segment.map, sequence, resolve);
    if (place === null || (segment.map !== undefined && init === null)) continue;
    read.push({
      ...place,
      sequence,
      isDiscontinuous: segment.discontinuity ?? false,
      isGap: segment.custom?.gap !== undefined,
      startMs: segment.programDateTime ?? null,
      durationMs: segment.duration * 1000,
      init,
      breakMs: segment.cueOut === undefined ? null : breakMsOf(segment.cueOut),
      endsBreak: segment.cueIn !== undefined,
    });
  }
  // The parser takes the keys of licensed players off the segments, which then look as if they were in the clear.
  const isLicensed = parsed.data.contentProtection !== undefined;
  if (isLicensed && read.every(({ encryption }) => encryption === null)) return { status: "encrypted" };
  return {
    status: "media",
    targetDurationMs: targetDuration * 1000,
    hasEnded: endList,
    canBlock: parsed.data.serverControl?.canBlockReload ?? false,
    segments: spreadTimes(read),
    ads: readAdRanges(parsed.data.dateRanges),
  };
}

function isProtected(key: ParsedKey | null | undefined): boolean {
  return key != null && key.method !== "NONE" && key.method !== "AES-128";
}

function toResource(
  { uri, byterange, key }: { uri: string; byterange?: ByteRange | undefined; key?: ParsedKey | null | undefined },
  sequence: number,
  resolve: Resolve,
): MediaResource | null {
  const address = resolve(uri);
  if (address === null) return null;
  const place = { address, byteRange: byterange ?? null };
  if (key == null || key.method === "NONE") return { ...place, encryption: null };
  const keyAddress = resolve(key.uri);
  return keyAddress === null ? null : { ...place, encryption: { keyAddress, iv: ivOf(key.iv, sequence) } };
}

/** Without an explicit one the media sequence number is the initialization vector, as a 128-bit big-endian number. */
function ivOf(iv: Uint32Array | undefined, sequence: number): string {
  if (iv === undefined) return sequence.toString(16).padStart(32, "0");
  return [...iv].map((word) => word.toString(16).padStart(8, "0")).join("");
}

/** `EXT-X-CUE-OUT:30`, `:DURATION=30.5` or nothing; in milliseconds. */
function breakMsOf(cueOut: string): number {
  const seconds = Number(/(?:^|DURATION=)"?(\d+(?:\.\d+)?)/i.exec(cueOut)?.[1] ?? 0);
  return Math.min(seconds, 3600) * 1000;
}

/** A date-time holds for the segments after it as well and, counted back, for those before the first one. */
function spreadTimes(segments: readonly PlaylistSegment[]): PlaylistSegment[] {
  const spread = [...segments];
  const known = spread.findIndex((segment) => segment.startMs !== null);
  if (known < 0) return spread;
  for (const [index, segment] of spread.entries()) {
    const before = spread[index - 1];
    if (segment.startMs !== null || before?.startMs == null) continue;
    spread[index] = { ...segment, startMs: before.startMs + before.durationMs };
  }
  for (let index = known - 1; index >= 0; index--) {
    const segment = spread[index] as PlaylistSegment;
    spread[index] = { ...segment, startMs: (spread[index + 1]?.startMs ?? 0) - segment.durationMs };
  }
  return spread;
}
