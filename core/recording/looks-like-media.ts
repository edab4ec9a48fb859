// Tells a media segment from an error page that was served in its place, and from one that was decrypted with the wrong key.

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

/** ID3 tag or an ADTS, MPEG or AC-3 frame (RFC 8216 section 3.4). */
function isPackedAudio(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  if (String.fromCharCode(first, second, third) === "ID3") return true;
  return bytes.length > 16 && ((first === 0xff && (second & 0xe0) === 0xe0) || (first === 0x0b && second === 0x77));
}
