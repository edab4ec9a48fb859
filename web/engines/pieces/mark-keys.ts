// Says of each picture of a piece whether it is a key picture. mediabunny 1.61 writes flags for the first picture and for
// all others, so a second key picture, or a first one that is none, needs flags of its own (ISO/IEC 14496-12 section 8.8.8).
import { boxesIn, boxIn, type Box } from "#core/recording/boxes.ts";

const firstFlagsBit = 0x4;
const ownFlagsBit = 0x400;
/** Depends on no other sample; depends on others and is no sync sample (section 8.8.3.1). */
const keyFlags = 0x200_0000;
const deltaFlags = 0x101_0000;

/** `keys` has an entry for each sample of the piece's first track, in decode order. */
export function markKeys(piece: ArrayBuffer, keys: readonly boolean[]): ArrayBuffer {
  const view = new DataView(piece);
  const moof = need(boxesIn(view).find((box) => box.type === "moof"));
  const tracks = boxesIn(view, moof.from, moof.to).filter((box) => box.type === "traf");
  const traf = need(tracks[0]);
  const trun = need(boxIn(view, traf, "trun"));
  const flags = view.getUint32(trun.from) & 0xff_ffff;
  if ((flags & ownFlagsBit) !== 0) return piece;

  const hadFirst = (flags & firstFlagsBit) !== 0;
  const before = bitsIn(flags & 0x300) * 4;
  const stride = bitsIn(flags & 0xf00) * 4;
  const samplesAt = trun.from + 12 + (hadFirst ? 4 : 0);
  const growth = keys.length * 4 - (hadFirst ? 4 : 0);
  const out = new Uint8Array(piece.byteLength + growth);
  const outView = new DataView(out.buffer);

  out.set(new Uint8Array(piece, 0, trun.from + 12));
  let at = trun.from + 12;
  for (const [index, isKey] of keys.entries()) {
    const sample = samplesAt + index * stride;
    out.set(new Uint8Array(piece, sample, before), at);
    outView.setUint32(at + before, isKey ? keyFlags : deltaFlags);
    out.set(new Uint8Array(piece, sample + before, stride - before), at + before + 4);
    at += stride + 4;
  }
  out.set(new Uint8Array(piece, trun.to), trun.to + growth);

  const version = view.getUint32(trun.from) & 0xff00_0000;
  outView.setUint32(trun.from, (version | (flags & ~firstFlagsBit) | ownFlagsBit) >>> 0);
  for (const box of [moof, traf, trun]) outView.setUint32(box.from - 8, box.to - box.from + 8 + growth);
  for (const track of tracks) {
    const own = need(boxIn(view, track, "trun"));
    const offsetAt = own.from + 8 + (own.from > trun.from ? growth : 0);
    outView.setInt32(offsetAt, view.getInt32(own.from + 8) + growth);
  }
  const sidx = boxesIn(view).find((box) => box.type === "sidx");
  // Version 1: reference id, timescale, two times of 64 bits, reserved and count come before the size of the referenced bytes.
  if (sidx) outView.setUint32(sidx.from + 32, view.getUint32(sidx.from + 32) + growth);
  return out.buffer;
}

function need(box: Box | null | undefined): Box {
  if (!box) throw new Error("The muxer wrote a piece without a table of its pictures.");
  return box;
}

function bitsIn(flags: number): number {
  return [...flags.toString(2)].filter((bit) => bit === "1").length;
}
