// Turns the text of a playlist into the parser's plain output, which core/recording/playlist.ts reads.
import { Parser } from "m3u8-parser";

/** Null when the parser gives up on it. */
export function parsePlaylist(text: string): unknown {
  try {
    const parser = new Parser();
    parser.addParser({ expression: /^#EXT-X-GAP/, customType: "gap", segment: true });
    // The parser knows the tag with a length only.
    parser.addTagMapper({ expression: /^#EXT-X-CUE-OUT$/, map: () => "#EXT-X-CUE-OUT:" });
    parser.push(text);
    parser.end();
    return parser.manifest;
  } catch {
    return null;
  }
}
