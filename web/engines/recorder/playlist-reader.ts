// Reads the stream's media playlists again and again: the variant and the sound that are chosen, where there are several.
import type { MediaPlaylist } from "#core/recording/playlist.ts";
import type { Reading } from "#core/recording/take-reading.ts";
import { pickSound, pickVariant, type Variant, type Variants } from "#core/recording/variants.ts";
import { fetchPlaylist } from "./fetch-playlist.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { RecorderProblemCode, StreamOffer } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";

export type PlaylistReading =
  | (Reading & {
      readonly status: "read";
      /** The sound comes apart from the picture. */
      readonly hasSeparateSound: boolean;
    })
  | { readonly status: "problem"; readonly code: RecorderProblemCode };

export interface PlaylistReader {
  /** `waitFor`: the sequence number that a server which can hold its answer should wait for. */
  read(signal: AbortSignal, waitFor: number | null): Promise<PlaylistReading>;
  /** Takes effect with the next reading. */
  choose(choice: StreamChoice): void;
  /** What the stream offers, and what of it is read; null before the first reading. */
  readonly offer: StreamOffer | null;
}

interface Place {
  readonly picture: string;
  /** Null where the sound lies in the picture's segments. */
  readonly sound: string | null;
}

/** A multivariant playlist names media playlists; one more step is a loop. */
const maxSteps = 2;
/** An answer that took less than this was not held. */
const heldAtLeastMs = 100;
/** A server that cannot hold its answers after all is asked plainly from then on. */
const maxHoldFailures = 2;

export function createPlaylistReader(
  playlistUrl: string,
  base: string,
  firstChoice: StreamChoice,
  canDecode: (codecs: string | null) => boolean,
): PlaylistReader {
  const start = streamAddress(playlistUrl, base);
  let choice = firstChoice;
  let offered: Variants | null = null;
  /** What is read; forgotten when it fails, because addresses of variants expire before the stream ends. */
  let current: Place | null = null;
  let picked: { readonly variant: Variant; readonly sound: string | null } | null = null;
  let canHold = false;
  let holdFailures = 0;
  /** How often a variant has failed: the next of its addresses is tried. */
  let turns = 0;

  const pick = (variants: Variants): Place => {
    const variant = pickVariant(variants, choice.quality, canDecode);
    const sound = pickSound(variants, variant, choice.sound);
    picked = { variant, sound: sound?.name ?? null };
    const address = variant.addresses[turns % variant.addresses.length] ?? variant.addresses[0];
    return { picture: address, sound: sound?.address ?? null };
  };

  const readMedia = async (
    place: Place,
    picture: MediaPlaylist | null,
    waitFor: number | null,
    signal: AbortSignal,
  ): Promise<PlaylistReading> => {
    const mayHold = canHold && waitFor !== null && holdFailures < maxHoldFailures;
    const held = (address: string) => (mayHold ? withQuery(address, `_HLS_msn=${waitFor}`) : address);
    const askedAtMs = performance.now();
    const soundComing = place.sound === null ? null : fetchPlaylist(held(place.sound), signal, mayHold);
    const got = picture ?? (await fetchPlaylist(held(place.picture), signal, mayHold));
    const arrivedAtMs = performance.now();
    const sound = await soundComing;
    if (typeof got === "string" && mayHold) {
      holdFailures += 1;
      return readMedia(place, null, null, signal);
    }
    if (typeof got === "string") return { status: "problem", code: got };
    if (got.status === "encrypted") return { status: "problem", code: "encrypted" };
    if (got.status !== "media") return { status: "problem", code: "playlist_invalid" };
    current = place;
    canHold = got.canBlock;
    return {
      status: "read",
      picture: got,
      sound: sound !== null && typeof sound !== "string" && sound.status === "media" ? sound : null,
      hasSeparateSound: place.sound !== null,
      source: withoutQuery(place.picture),
      askedAtMs,
      arrivedAtMs,
      wasHeld: mayHold && arrivedAtMs - askedAtMs >= heldAtLeastMs,
      wallMs: Date.now(),
    };
  };

  const readFromStart = async (address: string, signal: AbortSignal): Promise<PlaylistReading> => {
    for (let step = 0; step < maxSteps; step++) {
      const got = await fetchPlaylist(address, signal, false);
      if (typeof got === "string") return { status: "problem", code: got };
      if (got.status === "encrypted") return { status: "problem", code: "encrypted" };
      if (got.status === "invalid") return { status: "problem", code: "playlist_invalid" };
      if (got.status === "media") return readMedia({ picture: address, sound: null }, got, null, signal);
      offered = got;
      if (!got.variants[0].hasVideo) return { status: "problem", code: "no_video" };
      return readMedia(pick(got), null, null, signal);
    }
    return { status: "problem", code: "playlist_invalid" };
  };

  return {
    async read(signal, waitFor) {
      if (start === null) return { status: "problem", code: "insecure_address" };
      const place = current;
      current = null;
      const reading =
        place === null ? await readFromStart(start, signal) : await readMedia(place, null, waitFor, signal);
      if (reading.status === "problem") turns += 1;
      return reading;
    },
    choose(next) {
      choice = next;
      if (offered !== null && current !== null) current = pick(offered);
    },
    get offer() {
      return offered === null || picked === null ? null : offerOf(offered, picked, canDecode);
    },
  };
}

function offerOf(
  { variants, sounds }: Variants,
  { variant, sound }: { readonly variant: Variant; readonly sound: string | null },
  canDecode: (codecs: string | null) => boolean,
): StreamOffer {
  const group = variant.soundGroup === null ? [] : (sounds.get(variant.soundGroup) ?? []);
  return {
    qualities: variants
      .filter(({ hasVideo }) => hasVideo)
      .map(({ id, name, height, fps, bandwidth, codecs }) => ({
        id,
        name,
        height,
        fps,
        bandwidth,
        codecs,
        canDecode: canDecode(codecs),
      })),
    quality: variant.id,
    sounds: group.map(({ name, language }) => ({ name, language })),
    sound,
  };
}

/** As text, because an address that is signed must stay as it is. */
function withQuery(address: string, query: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}

/** A token in the query may change while the stream stays the same. */
function withoutQuery(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`.slice(0, 2000);
}
