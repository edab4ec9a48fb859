// The boxes of an ISO media file (ISO/IEC 14496-12 section 4.2), found in a part of its bytes.

export interface Box {
  readonly type: string;
  /** Where its content begins and ends, counted from the start of the bytes. */
  readonly from: number;
  readonly to: number;
}

/** A piece has a handful of boxes on each level; more is not one of ours. */
const maxBoxes = 64;

/** The boxes of `view` from `from` to `to`. One that ends beyond `to` is the last and keeps its announced end. */
export function boxesIn(view: DataView, from = 0, to = view.byteLength): Box[] {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && boxes.length < maxBoxes) {
    const small = view.getUint32(at);
    const isLarge = small === 1 && at + 16 <= to;
    const size = isLarge ? Number(view.getBigUint64(at + 8)) : small;
    const head = isLarge ? 16 : 8;
    if (size < head) break;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(at + index)));
    boxes.push({ type, from: at + head, to: at + size });
    at += size;
  }
  return boxes;
}

export function boxIn(view: DataView, within: Pick<Box, "from" | "to">, type: string): Box | null {
  return boxesIn(view, within.from, Math.min(within.to, view.byteLength)).find((box) => box.type === type) ?? null;
}
