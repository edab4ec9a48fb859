// As what type an answer is passed on, by the type it came with. Whatever is not here is refused: what the relay answers
// comes from this site, and must never be a page or a script.
import type { RelayKind } from "./playlist-uris.ts";

const bytes = "application/octet-stream";
/** Servers that have not been told what a segment is say one of the last few. */
const mediaTypes: Record<string, string> = {
  "video/mp2t": "video/mp2t",
  "video/mp4": "video/mp4",
  "video/iso.segment": "video/mp4",
  "application/mp4": "video/mp4",
  "audio/mp4": "audio/mp4",
  "audio/aac": "audio/aac",
  "audio/mpeg": "audio/mpeg",
  "text/vtt": "text/vtt",
  "application/octet-stream": bytes,
  "binary/octet-stream": bytes,
  "text/vnd.trolltech.linguist": bytes,
  "": bytes,
};
const playlistType = "application/vnd.apple.mpegurl";
const playlistTypes = new Set([
  playlistType,
  "application/x-mpegurl",
  "application/mpegurl",
  "audio/mpegurl",
  "audio/x-mpegurl",
  "text/plain",
  "application/octet-stream",
  "binary/octet-stream",
  "",
]);

/** `header` is the `Content-Type` that came, null when none did. Null for what is not passed on. */
export function relayedType(kind: RelayKind, header: string | null): string | null {
  const type = (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  switch (kind) {
    case "playlist":
      return playlistTypes.has(type) ? playlistType : null;
    case "segment":
      return Object.hasOwn(mediaTypes, type) ? (mediaTypes[type] ?? null) : null;
    case "key":
      return Object.hasOwn(mediaTypes, type) || type === "text/plain" ? bytes : null;
    case "data":
      return type === "application/json" || mediaTypes[type] === bytes ? bytes : null;
  }
}
