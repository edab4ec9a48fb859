// Fetches one playlist and reads it; what goes wrong comes back as the code of a problem.
import { readPlaylist, type Playlist } from "#core/recording/playlist.ts";
import { download, DownloadError } from "./download.ts";
import { parsePlaylist } from "./parse-playlist.ts";
import type { RecorderProblemCode } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";

const timeoutMs = 10_000;
/** RFC 8216bis section 6.2.5.2: a server that holds its answer gives up after three target durations. */
const heldTimeoutMs = 30_000;
/** A day's worth of entries. */
const maxBytes = 8 * 1024 * 1024;

/** `mayBeHeld`: the server was asked to answer once there is something new. Throws only the signal's reason. */
export async function fetchPlaylist(
  address: string,
  signal: AbortSignal,
  mayBeHeld: boolean,
): Promise<Playlist | RecorderProblemCode> {
  try {
    const limits = mayBeHeld ? { timeoutMs: heldTimeoutMs, tries: 1 } : { timeoutMs, tries: 2 };
    const answer = await download(address, { ...limits, maxBytes, signal });
    const text = new TextDecoder().decode(answer.bytes);
    // The parser accepts any text; a page that says "not found" with status 200 must not pass for an empty playlist.
    if (!text.trimStart().startsWith("#EXTM3U")) return "playlist_invalid";
    return readPlaylist(parsePlaylist(text), (uri) => streamAddress(uri, answer.address));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadError) return codeOf(error.status);
    throw error;
  }
}

function codeOf(status: number | null): RecorderProblemCode {
  if (status === 404 || status === 410) return "playlist_not_found";
  if (status === 401 || status === 403) return "playlist_refused";
  if (status === 413) return "playlist_too_long";
  return "playlist_unreachable";
}
