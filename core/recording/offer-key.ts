// How the player and the recorder name a part of a stream to each other.
import type { Resource } from "#core/recording/playlist.ts";

/** Its address, and its bytes where it is not a whole file. */
export function offerKey({ address, byteRange }: Resource): string {
  return byteRange === null ? address : `${address}#bytes=${byteRange.offset}-${byteRange.offset + byteRange.length}`;
}
