// Packed audio: AAC, AC-3 or MPEG audio that is a segment by itself, which says in an ID3 tag when it begins (RFC 8216 section 3.4).

const headerBytes = 10;
const owner = "com.apple.streaming.transportStreamTimestamp";
const ticksPerMs = 90;

/** An ID3 tag, or an ADTS, MPEG or AC-3 frame (RFC 8216 section 3.4). */
export function isPackedAudio(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  if (String.fromCharCode(first, second, third) === "ID3") return true;
  return bytes.length > 16 && ((first === 0xff && (second & 0xe0) === 0xe0) || (first === 0x0b && second === 0x77));
}

/** Milliseconds of media time, on the 33-bit clock of MPEG-TS; null for bytes without such a tag. */
export function packedAudioStartMs(bytes: Uint8Array): number | null {
  if (textAt(bytes, 0, 3) !== "ID3" || bytes.length < headerBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Sizes of the tag, and of frames from version 2.4 on, have seven bits a byte.
  const hasSevenBits = (bytes[3] ?? 0) >= 4;
  const endAt = Math.min(bytes.length, headerBytes + sevenBits(view, 6));
  for (let at = headerBytes; at + headerBytes <= endAt;) {
    const size = hasSevenBits ? sevenBits(view, at + 4) : view.getUint32(at + 4);
    const from = at + headerBytes;
    if (size === 0 || from + size > endAt) return null;
    const stampAt = from + owner.length + 1;
    if (textAt(bytes, at, 4) === "PRIV" && textAt(bytes, from, owner.length) === owner && size >= owner.length + 9)
      return ((view.getUint32(stampAt) & 1) * 2 ** 32 + view.getUint32(stampAt + 4)) / ticksPerMs;
    at = from + size;
  }
  return null;
}

function sevenBits(view: DataView, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + (view.getUint8(at + index) & 0x7f), 0);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
