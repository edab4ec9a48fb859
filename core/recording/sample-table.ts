// The samples of a piece, read from its head: where each lies in the file, when it is decoded and shown, and for how long.
import { boxesIn, boxIn, type Box } from "#core/recording/boxes.ts";

export interface Sample {
  /** Bytes from the start of the piece. */
  readonly offset: number;
  readonly size: number;
  /** Ticks of the track's timescale, epoch. */
  readonly decodeAt: number;
  readonly showAt: number;
  readonly duration: number;
  readonly isKey: boolean;
}

export interface TrackSamples {
  /** As in the format's initialization section: the picture is 1, the sound 2. */
  readonly trackId: number;
  /** In decode order. */
  readonly samples: readonly Sample[];
}

/** An hour of sound; a piece is some seconds. */
const maxSamples = 200_000;

/** How many bytes from the start of a piece hold its sample table; `head` needs the first 256. Null when it is none. */
export function sampleTableBytes(head: Uint8Array): number | null {
  const boxes = boxesIn(viewOf(head));
  return boxes.find((box) => box.type === "moof")?.to ?? null;
}

/** `head` is the start of a piece, up to the end of its `moof` at least. Throws a RangeError for anything else. */
export function readSampleTable(head: Uint8Array): TrackSamples[] {
  const view = viewOf(head);
  const moof = boxesIn(view).find((box) => box.type === "moof");
  if (moof === undefined || moof.to > view.byteLength) throw new RangeError("These bytes are not the head of a piece.");
  const moofAt = moof.from - 8;
  return boxesIn(view, moof.from, moof.to)
    .filter((box) => box.type === "traf")
    .map((traf) => readTrack(view, traf, moofAt));
}

function readTrack(view: DataView, traf: Box, moofAt: number): TrackSamples {
  const [tfhd, tfdt, trun] = ["tfhd", "tfdt", "trun"].map((type) => boxIn(view, traf, type));
  if (!tfhd || !tfdt || !trun) throw new RangeError("The piece lacks a part of its sample table.");
  // Sections 8.8.7, 8.8.12 and 8.8.8. `next` reads the fields that the flags announce, in their order.
  const defaults = fieldsOf(view, tfhd);
  const trackId = defaults.next();
  if (defaults.has(0x1)) defaults.skip(8);
  if (defaults.has(0x2)) defaults.skip(4);
  const [duration = 0, size = 0, flags = 0] = [0x8, 0x10, 0x20].map((bit) => (defaults.has(bit) ? defaults.next() : 0));
  let decodeAt =
    view.getUint8(tfdt.from) === 1 ? Number(view.getBigUint64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
  const run = fieldsOf(view, trun);
  const count = run.next();
  if (count > maxSamples) throw new RangeError("The piece has more samples than a piece can have.");
  let offset = moofAt + (run.has(0x1) ? run.next() : 0);
  const firstFlags = run.has(0x4) ? run.next() : null;
  const samples: Sample[] = [];
  for (let index = 0; index < count; index++) {
    const own = {
      duration: run.has(0x100) ? run.next() : duration,
      size: run.has(0x200) ? run.next() : size,
      flags: run.has(0x400) ? run.next() : index === 0 && firstFlags !== null ? firstFlags : flags,
      // Version 1 offsets are signed; those of version 0 are never large enough to differ.
      laterBy: run.has(0x800) ? run.next() | 0 : 0,
    };
    samples.push({
      ...{ offset, size: own.size, decodeAt, showAt: decodeAt + own.laterBy, duration: own.duration },
      isKey: (own.flags & nonSyncFlag) === 0,
    });
    offset += own.size;
    decodeAt += own.duration;
  }
  return { trackId, samples };
}

/** `sample_is_non_sync_sample` of the sample flags (section 8.8.3.1). */
const nonSyncFlag = 0x1_0000;

/** The 32-bit fields after version and flags. */
function fieldsOf(view: DataView, box: Box): { next(): number; skip(bytes: number): void; has(flag: number): boolean } {
  const flags = view.getUint32(box.from) & 0xff_ffff;
  let at = box.from + 4;
  return {
    next: () => view.getUint32((at += 4) - 4),
    skip: (bytes) => void (at += bytes),
    has: (flag) => (flags & flag) !== 0,
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
