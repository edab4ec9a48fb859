// Reads the stream's media playlist again and again, choosing the best variant where there are several.
import { Parser } from "m3u8-parser";
import { readPlaylist, type MediaPlaylist, type Playlist } from "#core/recording/playlist.ts";
import { download, DownloadError } from "./download.ts";
import type { RecorderProblemCode } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";

export type PlaylistReading =
  /** `source` names the playlist without its query, which may hold a token that changes. */
  | { readonly status: "read"; readonly playlist: MediaPlaylist; readonly source: string }
  | { readonly status: "problem"; readonly code: RecorderProblemCode };

const timeoutMs = 10_000;
/** A day's worth of entries. */
const maxBytes = 8 * 1024 * 1024;
/** A multivariant playlist names media playlists; one more step is a loop. */
const maxSteps = 2;

export interface PlaylistReader {
  read(signal: AbortSignal): Promise<PlaylistReading>;
}

export function createPlaylistReader(playlistUrl: string, base: string): PlaylistReader {
  const start = streamAddress(playlistUrl, base);
  // The variant in use; forgotten when it fails, because addresses of variants expire before the stream ends.
  let current: string | null = null;

  return {
    async read(signal) {
      if (start === null) return { status: "problem", code: "insecure_address" };
      let address = current ?? start;
      current = null;
      for (let step = 0; step < maxSteps; step++) {
        const got = await fetchPlaylist(address, signal);
        if (typeof got === "string") return { status: "problem", code: got };
        if (got.status === "encrypted") return { status: "problem", code: "encrypted" };
        if (got.status === "media") {
          current = address;
          return { status: "read", playlist: got, source: withoutQuery(address) };
        }
        const best = got.status === "multivariant" ? got.variants[0] : undefined;
        if (best === undefined) return { status: "problem", code: "playlist_invalid" };
        if (!best.hasVideo) return { status: "problem", code: "no_video" };
        address = best.address;
      }
      return { status: "problem", code: "playlist_invalid" };
    },
  };
}

async function fetchPlaylist(address: string, signal: AbortSignal): Promise<Playlist | RecorderProblemCode> {
  try {
    const answer = await download(address, { timeoutMs, maxBytes, tries: 2, signal });
    const text = new TextDecoder().decode(answer.bytes);
    // The parser accepts any text; a page that says "not found" with status 200 must not pass for an empty playlist.
    if (!text.trimStart().startsWith("#EXTM3U")) return "playlist_invalid";
    return readPlaylist(parse(text), (uri) => streamAddress(uri, answer.address));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadError) return codeOf(error.status);
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    const parser = new Parser();
    parser.push(text);
    parser.end();
    return parser.manifest;
  } catch {
    return null;
  }
}

function codeOf(status: number | null): RecorderProblemCode {
  if (status === 404 || status === 410) return "playlist_not_found";
  if (status === 401 || status === 403) return "playlist_refused";
  return "playlist_unreachable";
}

function withoutQuery(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`.slice(0, 2000);
}
