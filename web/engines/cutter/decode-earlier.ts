// Moves the decode times of pieces ahead of their pictures. ffmpeg 5.1 shows pictures late that are shown before their
// decode time, and a piece's decode times are the sorted times of its pictures (ISO/IEC 14496-12 section 8.8.8).
import { boxesIn, boxIn, type Box } from "#core/recording/boxes.ts";

const ownOffsetsBit = 0x800;

/** Changes the pieces in place: all by the same time, the least that brings no picture before its decode time. */
export function decodeEarlier(pieces: readonly Uint8Array[]): void {
  const runs = pieces.flatMap((piece) => pictureRun(piece) ?? []);
  const least = runs.flatMap(({ view, offsets }) => offsets.map((at) => view.getInt32(at)));
  const byTicks = -least.reduce((lowest, offset) => Math.min(lowest, offset), 0);
  for (const { view, decodeTimeAt, offsets } of runs) {
    view.setBigUint64(decodeTimeAt, view.getBigUint64(decodeTimeAt) - BigInt(byTicks));
    for (const at of offsets) view.setInt32(at, view.getInt32(at) + byTicks);
  }
}

interface PictureRun {
  readonly view: DataView;
  readonly decodeTimeAt: number;
  /** Where the composition offset of each sample lies. */
  readonly offsets: readonly number[];
}

/** Null where all pictures are shown in decode order; such a piece stays as it is. */
function pictureRun(piece: Uint8Array): PictureRun | null {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  const moof = boxesIn(view).find((box) => box.type === "moof");
  const traf = moof && boxIn(view, moof, "traf");
  const [tfdt, trun] = ["tfdt", "trun"].map((type): Box | null => (traf ? boxIn(view, traf, type) : null));
  if (!tfdt || !trun || (view.getUint32(trun.from) & ownOffsetsBit) === 0) return null;
  const count = view.getUint32(trun.from + 4);
  // The samples end the box, and the offset ends each sample.
  const stride = (bitsOfSamples(view.getUint32(trun.from)) || 1) * 4;
  const offsets = Array.from({ length: count }, (_, index) => trun.to - (count - index) * stride + stride - 4);
  return { view, decodeTimeAt: tfdt.from + 4, offsets };
}

function bitsOfSamples(flags: number): number {
  return [0x100, 0x200, 0x400, 0x800].filter((bit) => (flags & bit) !== 0).length;
}
