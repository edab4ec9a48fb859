// The variants of a stream and the sound that comes apart from them: what a multivariant playlist offers to choose from.
import { z } from "zod";

export interface Variant {
  /** Unique within the playlist and the same after it is read again; what a choice is remembered by. */
  readonly id: string;
  /** As the source calls it, else by its size: "1080p60 (source)", "720p30", "2.4 Mb/s". */
  readonly name: string;
  /** The same stream at several addresses, the first to be tried first. */
  readonly addresses: readonly [string, ...string[]];
  /** Bits a second, as announced. */
  readonly bandwidth: number;
  /** Pixels; null where the playlist does not say. */
  readonly height: number | null;
  readonly fps: number | null;
  /** As in RFC 6381; null where the playlist does not say. */
  readonly codecs: string | null;
  readonly hasVideo: boolean;
  /** The group of {@link SoundRendition}s that go with it; null where its sound lies in its own segments. */
  readonly soundGroup: string | null;
}

export interface SoundRendition {
  /** Unique within its group. */
  readonly name: string;
  /** As in RFC 5646. */
  readonly language: string | null;
  /** Its media playlist; null where it lies in the segments of the variant. */
  readonly address: string | null;
  readonly isDefault: boolean;
  readonly isAutoselect: boolean;
}

export interface Variants {
  readonly status: "multivariant";
  /** Best first, those without pictures last. */
  readonly variants: readonly [Variant, ...Variant[]];
  /** By group; within one the source's own choice first. */
  readonly sounds: ReadonlyMap<string, readonly SoundRendition[]>;
}

const maxVariants = 50;
const maxRenditions = 50;

const parsedVariantSchema = z.object({
  uri: z.string().min(1).max(4000),
  attributes: z.object({
    BANDWIDTH: z.number().nonnegative().optional(),
    CODECS: z.string().max(200).optional(),
    RESOLUTION: z.object({ height: z.number().positive() }).optional().catch(undefined),
    "FRAME-RATE": z.number().positive().max(1000).optional().catch(undefined),
    VIDEO: z.string().max(200).optional(),
    AUDIO: z.string().max(200).optional(),
    NAME: z.string().min(1).max(60).optional().catch(undefined),
  }),
});
type ParsedVariant = z.infer<typeof parsedVariantSchema>;
const parsedRenditionSchema = z.object({
  uri: z.string().min(1).max(4000).optional(),
  language: z.string().max(60).optional(),
  default: z.boolean(),
  autoselect: z.boolean(),
});
const groupsSchema = z
  .object({
    AUDIO: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    VIDEO: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  })
  .optional()
  .catch(undefined);

type Resolve = (uri: string) => string | null;

/** Null when nothing in it can be used. */
export function readVariants(playlists: readonly unknown[], mediaGroups: unknown, resolve: Resolve): Variants | null {
  const groups = groupsSchema.parse(mediaGroups);
  const variants = new Map<string, Variant>();
  for (const raw of playlists.slice(0, maxVariants)) {
    const parsed = parsedVariantSchema.safeParse(raw).data;
    const address = parsed && resolve(parsed.uri);
    if (!parsed || !address) continue;
    const variant = toVariant(parsed, address, groups?.VIDEO);
    const same = variants.get(variant.id);
    // RFC 8216 section 6.2.4: the same stream a second time, for when the first does not answer.
    variants.set(variant.id, same ? { ...same, addresses: [...same.addresses, address] } : variant);
  }
  const [best, ...others] = [...variants.values()].sort(
    (a, b) => Number(b.hasVideo) - Number(a.hasVideo) || b.bandwidth - a.bandwidth,
  );
  if (best === undefined) return null;
  const sounds = Object.entries(groups?.AUDIO ?? {}).map(([id, group]) => [id, readGroup(group, resolve)] as const);
  return { status: "multivariant", variants: [best, ...others], sounds: new Map(sounds.slice(0, maxVariants)) };
}

/** The chosen variant, or the best one that `canDecode`; the very best where nothing can be decoded. */
export function pickVariant(
  { variants }: Variants,
  chosenId: string | null,
  canDecode: (codecs: string | null) => boolean,
): Variant {
  const chosen = variants.find(({ id }) => id === chosenId);
  return chosen ?? variants.find(({ codecs, hasVideo }) => hasVideo && canDecode(codecs)) ?? variants[0];
}

/** The chosen rendition of the variant's group, or the source's own choice; null where the sound is in the variant. */
export function pickSound(
  { sounds }: Variants,
  { soundGroup }: Variant,
  chosenName: string | null,
): SoundRendition | null {
  const group = soundGroup === null ? [] : (sounds.get(soundGroup) ?? []);
  return group.find(({ name }) => name === chosenName) ?? group[0] ?? null;
}

function toVariant(
  { attributes }: ParsedVariant,
  address: string,
  videoGroups: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
): Variant {
  const { BANDWIDTH: bandwidth = 0, CODECS: codecs = null, RESOLUTION, VIDEO, AUDIO } = attributes;
  const fps = attributes["FRAME-RATE"] ?? null;
  const height = RESOLUTION?.height ?? null;
  const groupName = VIDEO === undefined ? undefined : Object.keys(videoGroups?.[VIDEO] ?? {})[0]?.slice(0, 60);
  const name = groupName ?? attributes.NAME ?? sizeName(height, fps) ?? `${(bandwidth / 1e6).toFixed(1)} Mb/s`;
  const hasVideo = RESOLUTION !== undefined || codecs === null || /avc|hvc|hev|vp0?9|av01|dvh/.test(codecs);
  // Two sizes of one name differ by their bandwidth, two codecs of one bandwidth by their codec.
  const id = [name, bandwidth, codecs?.split(".")[0] ?? "", AUDIO ?? ""].join("|").slice(0, 200);
  return { id, name, addresses: [address], bandwidth, height, fps, codecs, hasVideo, soundGroup: AUDIO ?? null };
}

function sizeName(height: number | null, fps: number | null): string | null {
  return height === null ? null : `${height}p${fps === null ? "" : Math.round(fps)}`;
}

function readGroup(group: Readonly<Record<string, unknown>>, resolve: Resolve): SoundRendition[] {
  const renditions = Object.entries(group)
    .slice(0, maxRenditions)
    .flatMap(([name, raw]): SoundRendition[] => {
      const parsed = parsedRenditionSchema.safeParse(raw).data;
      if (parsed === undefined) return [];
      const address = parsed.uri === undefined ? null : resolve(parsed.uri);
      // One whose address is refused is none; one without an address lies in the variant.
      if (parsed.uri !== undefined && address === null) return [];
      return [
        {
          name: name.slice(0, 60),
          language: parsed.language ?? null,
          address,
          isDefault: parsed.default,
          isAutoselect: parsed.autoselect,
        },
      ];
    });
  return renditions.sort(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || Number(b.isAutoselect) - Number(a.isAutoselect),
  );
}
