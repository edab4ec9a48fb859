// What footage is made of, as a person reads it: `1920×1080 H.264, AAC`.
import type { Platform } from "#core/channel/channel-ref.ts";
import type { PieceFormat } from "#core/recording/piece.ts";

/** By what an RFC 6381 codec string begins with. */
const codecs: readonly (readonly [prefix: RegExp, name: string])[] = [
  [/^avc[13]/, "H.264"],
  [/^h(vc|ev)1/, "HEVC"],
  [/^av01/, "AV1"],
  [/^vp0?9/, "VP9"],
  [/^vp0?8/, "VP8"],
  [/^mp4a/, "AAC"],
  [/^opus/i, "Opus"],
  [/^ec-3/, "Dolby Digital Plus"],
  [/^ac-3/, "Dolby Digital"],
  [/^mp3/, "MP3"],
  [/^flac/i, "FLAC"],
];

export function codecName(codec: string): string {
  return codecs.find(([prefix]) => prefix.test(codec))?.[1] ?? codec;
}

export function formatWords({ video, audio }: Pick<PieceFormat, "video" | "audio">): string {
  const picture = video === null ? "no picture" : `${video.width}×${video.height} ${codecName(video.codec)}`;
  return `${picture}, ${audio === null ? "no sound" : codecName(audio.codec)}`;
}

/** `codecs` as in RFC 6381, separated by commas; null where it is not known which one is lacking. */
export function undecodableWords(codecs: string | null): string {
  const names = (codecs ?? "").split(",").flatMap((codec) => (codec.trim() === "" ? [] : [codecName(codec.trim())]));
  const what = names.length === 0 ? "this stream's video" : names.join(" and ");
  return `This browser has no decoder for ${what}. Another browser or another device may have one.`;
}

/** Twitch mutes its own recordings afterwards where music plays; what was broadcast was not muted. */
export function soundWords(platform: Platform | null, formats: readonly Pick<PieceFormat, "audio">[]): string | null {
  return platform === "twitch" && formats.some(({ audio }) => audio !== null)
    ? "Sound as it was broadcast, before anybody muted it."
    : null;
}
