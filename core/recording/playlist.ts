// What an HLS playlist says, taken from the parser's plain output and bounded: the segments to record, or the variants to choose from.
import { z } from "zod";

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A part of the stream as an address; `byteRange` is null for a whole file. */
export interface Resource {
  readonly address: string;
  readonly byteRange: ByteRange | null;
}

export interface PlaylistSegment extends Resource {
  /** Media sequence number. */
  readonly sequence: number;
  /** The timestamps start anew here (EXT-X-DISCONTINUITY). */
  readonly isDiscontinuous: boolean;
  /** EXT-X-PROGRAM-DATE-TIME, carried forward and back over segments without the tag; null when the playlist has none. */
  readonly startMs: number | null;
  readonly durationMs: number;
  /** The fMP4 initialization section; null for MPEG-TS. */
  readonly init: Resource | null;
}

export interface MediaPlaylist {
  readonly status: "media";
  readonly targetDurationMs: number;
  readonly hasEnded: boolean;
  readonly segments: readonly PlaylistSegment[];
}

export interface Variant {
  readonly address: string;
  /** Bits a second, as announced. */
  readonly bandwidth: number;
  readonly hasVideo: boolean;
}

export type Playlist =
  | MediaPlaylist
  /** A multivariant playlist, best variant first, those without pictures last. */
  | { readonly status: "multivariant"; readonly variants: readonly Variant[] }
  | { readonly status: "encrypted" }
  | { readonly status: "invalid" };

/** Six hours of two-second segments. A longer playlist is read from its end: the newest matter. */
export const maxSegments = 10_800;
const maxVariants = 50;

const byteRangeSchema = z.object({ offset: z.number().int().nonnegative(), length: z.number().int().positive() });
const addressSchema = z.string().min(1).max(4000);
const parsedSegmentSchema = z.object({
  uri: addressSchema,
  // RFC 8216 sets no limit; nobody cuts live segments of more than a minute, and a huge number would upset every sum.
  duration: z.number().positive().max(60),
  discontinuity: z.boolean().optional(),
  programDateTime: z.number().finite().nonnegative().optional(),
  byterange: byteRangeSchema.optional(),
  map: z.object({ uri: addressSchema, byterange: byteRangeSchema.optional() }).optional(),
  key: z.object({ method: z.string().max(40) }).nullish(),
});
const parsedVariantSchema = z.object({
  uri: addressSchema,
  attributes: z.object({
    BANDWIDTH: z.number().nonnegative().optional(),
    CODECS: z.string().max(200).optional(),
    RESOLUTION: z.object({ height: z.number() }).optional(),
  }),
});
const manifestSchema = z.object({
  targetDuration: z.number().positive().max(60).optional(),
  mediaSequence: z.number().int().nonnegative().optional(),
  endList: z.boolean().optional(),
  segments: z.array(z.unknown()).default([]),
  playlists: z.array(z.unknown()).default([]),
});

/**
 * Maps what m3u8-parser made of a playlist. `resolve` makes an address absolute and answers null for one it refuses.
 * Segments that make no sense are left out; their sequence numbers stay unused, so that they show as gaps.
 */
export function readPlaylist(manifest: unknown, resolve: (uri: string) => string | null): Playlist {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) return { status: "invalid" };
  const { segments, playlists, targetDuration, mediaSequence = 0, endList = false } = parsed.data;
  if (playlists.length > 0) return readVariants(playlists, resolve);
  if (targetDuration === undefined) return { status: "invalid" };
  const skipped = Math.max(0, segments.length - maxSegments);
  const read: PlaylistSegment[] = [];
  for (const [index, raw] of segments.slice(skipped).entries()) {
    const segment = parsedSegmentSchema.safeParse(raw).data;
    if (segment === undefined) continue;
    if (segment.key != null && segment.key.method !== "NONE") return { status: "encrypted" };
    const place = toResource(segment, resolve);
    const init = segment.map === undefined ? null : toResource(segment.map, resolve);
    if (place === null || (segment.map !== undefined && init === null)) continue;
    read.push({
      ...place,
      sequence: mediaSequence + skipped + index,
      isDiscontinuous: segment.discontinuity ?? false,
      startMs: segment.programDateTime ?? null,
      durationMs: segment.duration * 1000,
      init,
    });
  }
  return { status: "media", targetDurationMs: targetDuration * 1000, hasEnded: endList, segments: spreadTimes(read) };
}

function readVariants(playlists: readonly unknown[], resolve: (uri: string) => string | null): Playlist {
  const variants = playlists.slice(0, maxVariants).flatMap((raw): Variant[] => {
    const variant = parsedVariantSchema.safeParse(raw).data;
    const address = variant && resolve(variant.uri);
    if (!variant || !address) return [];
    const { BANDWIDTH = 0, CODECS, RESOLUTION } = variant.attributes;
    const hasVideo = RESOLUTION !== undefined || CODECS === undefined || /avc|hvc|hev|vp0?9|av01|dvh/.test(CODECS);
    return [{ address, bandwidth: BANDWIDTH, hasVideo }];
  });
  if (variants.length === 0) return { status: "invalid" };
  variants.sort((a, b) => Number(b.hasVideo) - Number(a.hasVideo) || b.bandwidth - a.bandwidth);
  return { status: "multivariant", variants };
}

function toResource(
  { uri, byterange }: { uri: string; byterange?: ByteRange | undefined },
  resolve: (uri: string) => string | null,
): Resource | null {
  const address = resolve(uri);
  return address === null ? null : { address, byteRange: byterange ?? null };
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
