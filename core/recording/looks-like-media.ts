// Tells a media segment from an error page that was served in its place, and from one that was decrypted with the wrong key.
import { isPackedAudio } from "#core/recording/packed-audio.ts";

const tsSyncByte = 0x47;
/** The boxes that a segment or an initialization section may begin with (ISO/IEC 14496-12, RFC 8216 section 3.3). */
const firstBoxes = new Set(["ftyp", "styp", "moof", "moov", "sidx", "emsg", "prft", "free", "uuid"]);

/** `hasInit`: the playlist names an initialization section, so it is fMP4; without one it may also be MPEG-TS or packed audio. */
export function looksLikeMedia(bytes: Uint8Array, hasInit: boolean): boolean {
  if (bytes.length >= 8 && firstBoxes.has(String.fromCharCode(...bytes.subarray(4, 8)))) return true;
  if (hasInit) return false;
  const isTs = bytes.length >= 188 && bytes[0] === tsSyncByte && (bytes.length < 376 || bytes[188] === tsSyncByte);
  return isTs || isPackedAudio(bytes);
}
