// Tells a media segment from an error page that was served in its place.

const tsSyncByte = 0x47;
/** The boxes that a segment or an initialization section may begin with (ISO/IEC 14496-12, RFC 8216 section 3.3). */
const firstBoxes = new Set(["ftyp", "styp", "moof", "moov", "sidx", "emsg", "prft", "free", "uuid"]);

/** `container` is what the playlist says: fMP4 where it names an initialization section, else MPEG-TS. */
export function looksLikeMedia(bytes: Uint8Array, container: "ts" | "mp4"): boolean {
  if (container === "ts")
    return bytes.length >= 188 && bytes[0] === tsSyncByte && (bytes.length < 376 || bytes[188] === tsSyncByte);
  return bytes.length >= 8 && firstBoxes.has(String.fromCharCode(...bytes.subarray(4, 8)));
}
