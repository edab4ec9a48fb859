// The burned-in frame counter: 24 black and white blocks that carry a frame's number in the picture.
// Four sync bits (1010), sixteen bits of number, four bits of checksum (the sum of the number's nibbles).

export type Bounds = { x: number; y: number; width: number; height: number };

export const COUNTER_BLOCKS = 24;

const SYNC = [1, 0, 1, 0];
// Halfway between video black (16) and white (235); full-range pictures (0 and 255) fall on the same sides.
const HALF_LUMA = 125;

function checksum(frame: number): number {
  return ((frame & 15) + ((frame >> 4) & 15) + ((frame >> 8) & 15) + ((frame >> 12) & 15)) & 15;
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (value >> (count - 1 - i)) & 1);
}

function valueOf(bits: number[]): number {
  return bits.reduce((value, bit) => value * 2 + bit, 0);
}

/** The 24 bits, left to right, of a frame number between 0 and 65535; 1 is a white block. */
export function encodeFrameCounter(frame: number): number[] {
  return [...SYNC, ...bitsOf(frame, 16), ...bitsOf(checksum(frame), 4)];
}

/** The frame number read from the 24 block lumas, or null where sync or checksum is wrong. */
export function decodeFrameCounter(lumas: ArrayLike<number>): number | null {
  if (lumas.length !== COUNTER_BLOCKS) return null;
  const bits = Array.from(lumas, (luma) => (luma > HALF_LUMA ? 1 : 0));
  if (SYNC.some((bit, i) => bits[i] !== bit)) return null;
  const frame = valueOf(bits.slice(4, 20));
  return valueOf(bits.slice(20)) === checksum(frame) ? frame : null;
}

/** Where the strip of blocks lies in a picture of this size: it scales with the height and stays centred. */
export function counterBounds(width: number, height: number): Bounds {
  const stripWidth = Math.min(width, Math.floor((height * 576) / 1080));
  return {
    x: Math.floor((width - stripWidth) / 2),
    y: Math.floor((height * 100) / 1080),
    width: stripWidth,
    height: Math.floor((height * 24) / 1080) * 2,
  };
}
