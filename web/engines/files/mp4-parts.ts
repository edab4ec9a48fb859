// Walks the boxes of an MP4 (MOV) by their heads: its date, whether it is fragmented, and where each whole fragment lies and when it is.
import { boxesIn, boxIn } from "#core/recording/boxes.ts";
import type { FileBytes } from "./file-bytes.ts";
import { type FilePart, type FileParts, maxParts, readUpTo } from "./file-parts.ts";

export interface Mp4Walk {
  /** Null for none, epoch milliseconds. */
  readonly createdMs: number | null;
  /** Null for a file with a table of all its pictures, and for one that ends before it. */
  readonly parts: FileParts | null;
  /** A file whose index was never written: nothing of it can be found. */
  readonly lacksIndex: boolean;
  readonly isEncrypted: boolean;
  /** Of its tracks by id, to go on with. */
  readonly timescales: ReadonlyMap<number, number>;
}

/** Seconds from 1904 to 1970 (ISO/IEC 14496-12 section 8.2.2). */
const epoch1904Seconds = 2_082_844_800;
/** The head of a fragment of some seconds fits, so that one read is enough. */
const headBytes = 4096;
/** The `moov` of a fragmented file holds no samples; one of a plain file is read by the demuxer. */
const maxMoovBytes = 8 * 1024 * 1024;
const maxMoofBytes = 16 * 1024 * 1024;
/** Boxes between the fragments: heads, free space, tables of contents. */
const maxBoxes = 4 * maxParts;

/** `before` is what the last walk over the same file found; its fragments are not looked at again. */
export async function walkMp4(file: FileBytes, before: Mp4Walk | null = null): Promise<Mp4Walk> {
  let at = before?.parts?.reachedTo ?? 0;
  let { createdMs, timescales, isEncrypted } = before ?? { createdMs: null, timescales: new Map(), isEncrypted: false };
  let headTo = before?.parts?.headTo ?? null;
  const parts: FilePart[] = [...(before?.parts?.parts ?? [])];
  let isIndexed = before?.parts === null;
  let moof: { readonly from: number; readonly startSeconds: number } | null = null;
  let window = { at: 0, bytes: new Uint8Array() as Uint8Array };
  for (let count = 0; count < maxBoxes && parts.length < maxParts && !isIndexed; count++) {
    // A fragment's `mdat` begins in the bytes that were read for its `moof`.
    const isRead = at >= window.at && at + 16 <= window.at + window.bytes.length;
    if (!isRead) window = { at, bytes: await readUpTo(file, at, headBytes) };
    const head = window.bytes.subarray(at - window.at);
    const box = headOf(head);
    if (box === null) break;
    const end = box.size === 0 ? file.size : at + box.size;
    if (end > file.size) break;
    if (box.type === "moov") {
      const moov = await readMoov(file, at, end, head);
      ({ createdMs, timescales, isEncrypted } = moov);
      if (moov.isFragmented) headTo = end;
      else isIndexed = true;
    } else if (box.type === "moof") {
      const bytes =
        box.size <= head.length
          ? head.subarray(0, box.size)
          : await readUpTo(file, at, Math.min(box.size, maxMoofBytes));
      const startSeconds = startOf(bytes, timescales);
      if (startSeconds === null) break;
      moof = { from: at, startSeconds };
    } else if (box.type === "mdat" && moof !== null) {
      parts.push({ ...moof, to: end });
      moof = null;
    }
    at = end;
  }
  const found =
    headTo === null ? null : { filler: "mp4" as const, headTo, parts, reachedTo: parts.at(-1)?.to ?? headTo };
  return {
    createdMs,
    timescales,
    isEncrypted,
    parts: isIndexed ? null : found,
    lacksIndex: !isIndexed && found === null,
  };
}

function headOf(bytes: Uint8Array): { readonly type: string; readonly size: number } | null {
  if (bytes.length < 8) return null;
  const view = viewOf(bytes);
  const small = view.getUint32(0);
  if (small === 1 && bytes.length < 16) return null;
  const size = small === 1 ? Number(view.getBigUint64(8)) : small;
  const type = String.fromCharCode(...bytes.subarray(4, 8));
  return (size === 0 || size >= 8) && /^[\w ©-]{4}$/.test(type) ? { type, size } : null;
}

async function readMoov(file: FileBytes, at: number, end: number, head: Uint8Array) {
  const bytes =
    end - at <= head.length ? head.subarray(0, end - at) : await readUpTo(file, at, Math.min(end - at, maxMoovBytes));
  const view = viewOf(bytes);
  const moov = boxesIn(view)[0] ?? { from: 8, to: bytes.length };
  const inside = boxesIn(view, moov.from, bytes.length);
  const timescales = new Map<number, number>();
  for (const trak of inside.filter(({ type }) => type === "trak")) {
    const tkhd = boxIn(view, trak, "tkhd");
    const mdia = boxIn(view, trak, "mdia");
    const mdhd = mdia && boxIn(view, mdia, "mdhd");
    if (!tkhd || !mdhd || mdhd.from + 24 > bytes.length) continue;
    // Sections 8.3.2 and 8.4.2: two times come first, of 8 bytes each in version 1.
    const idAt = tkhd.from + (view.getUint8(tkhd.from) === 1 ? 20 : 12);
    const scaleAt = mdhd.from + (view.getUint8(mdhd.from) === 1 ? 20 : 12);
    timescales.set(view.getUint32(idAt), view.getUint32(scaleAt));
  }
  const isFragmented = inside.some(({ type }) => type === "mvex");
  const isEncrypted = inside.some(({ type }) => type === "pssh");
  return { createdMs: createdIn(view, inside), timescales, isFragmented, isEncrypted };
}

function createdIn(view: DataView, inside: ReturnType<typeof boxesIn>): number | null {
  const mvhd = inside.find(({ type }) => type === "mvhd");
  if (mvhd === undefined || mvhd.from + 12 > view.byteLength) return null;
  const seconds =
    view.getUint8(mvhd.from) === 1 ? Number(view.getBigUint64(mvhd.from + 4)) : view.getUint32(mvhd.from + 4);
  // Some programs count from 1970.
  return seconds === 0 ? null : (seconds >= epoch1904Seconds ? seconds - epoch1904Seconds : seconds) * 1000;
}

/** The earliest decode time of the fragment's tracks, seconds; null when it has none. */
function startOf(bytes: Uint8Array, timescales: ReadonlyMap<number, number>): number | null {
  const view = viewOf(bytes);
  const moof = boxesIn(view)[0];
  if (moof === undefined || moof.to > bytes.length) return null;
  const starts = boxesIn(view, moof.from, moof.to)
    .filter(({ type }) => type === "traf")
    .flatMap((traf) => {
      const [tfhd, tfdt] = [boxIn(view, traf, "tfhd"), boxIn(view, traf, "tfdt")];
      const timescale = tfhd && timescales.get(view.getUint32(tfhd.from + 4));
      if (!tfdt || !timescale) return [];
      const ticks =
        view.getUint8(tfdt.from) === 1 ? Number(view.getBigInt64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
      return [ticks / timescale];
    });
  return starts.length === 0 ? null : Math.min(...starts);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
