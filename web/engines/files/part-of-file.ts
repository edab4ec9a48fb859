// A file with everything left out but its head and one stretch: every byte keeps its place, so whatever points into the file stays right.
import type { FileBytes } from "./file-bytes.ts";

/** A box (element) that says how much to skip, so that a demuxer jumps from the head to the stretch. */
export type Filler = "mp4" | "mkv";

/** An MP4 `free` box and a Matroska `Void` element with sizes of 64 (56) bits take no more. */
const fillerBytes = 16;

/** `headTo` and `from` are where one box (element) ends and another begins. */
export function partOfFile(file: FileBytes, filler: Filler, headTo: number, from: number, to: number): FileBytes {
  const isShort = from - headTo < fillerBytes;
  // Boxes that are too close to be skipped are read as they are.
  const stretchFrom = isShort ? headTo : from;
  const head = isShort ? new Uint8Array() : fillers[filler](from - headTo);
  return {
    size: Math.min(to, file.size),
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      const copy = async (
        low: number,
        high: number,
        get: (a: number, b: number) => Promise<Uint8Array> | Uint8Array,
      ) => {
        const [a, b] = [Math.max(start, low), Math.min(end, high)];
        if (a < b) bytes.set(await get(a, b), a - start);
      };
      await copy(0, headTo, (a, b) => file.read(a, b));
      await copy(headTo, headTo + head.length, (a, b) => head.subarray(a - headTo, b - headTo));
      await copy(stretchFrom, to, (a, b) => file.read(a, b));
      return bytes;
    },
  };
}

const fillers: Record<Filler, (length: number) => Uint8Array> = {
  mp4(length) {
    const view = new DataView(new ArrayBuffer(fillerBytes));
    view.setUint32(0, 1);
    view.setUint32(4, 0x66_72_65_65);
    view.setBigUint64(8, BigInt(length));
    return new Uint8Array(view.buffer);
  },
  mkv(length) {
    const view = new DataView(new ArrayBuffer(9));
    // An 8-byte size: its first bit is set, 56 remain.
    view.setBigUint64(1, BigInt(length - 9) | (1n << 56n));
    view.setUint8(0, 0xec);
    return new Uint8Array(view.buffer);
  },
};
