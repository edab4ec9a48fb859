// Walks the elements of a Matroska (WebM) file by their heads: its date, whether it has an index, and where each whole cluster lies (RFC 9559).
import type { FileBytes } from "./file-bytes.ts";
import { type FilePart, type FileParts, maxParts, readUpTo } from "./file-parts.ts";

export interface MkvWalk {
  readonly createdMs: number | null;
  /** Null for a file with an index, and for one whose clusters do not say how long they are. */
  readonly parts: FileParts | null;
  readonly tickSeconds: number;
  /** It has a table of its pictures, which is written last. */
  readonly isIndexed: boolean;
}

const ids = {
  segment: 0x18_53_80_67,
  seekHead: 0x11_4d_9b_74,
  seek: 0x4d_bb,
  seekId: 0x53_ab,
  seekPosition: 0x53_ac,
  info: 0x15_49_a9_66,
  timestampScale: 0x2a_d7_b1,
  date: 0x44_61,
  cluster: 0x1f_43_b6_75,
  timestamp: 0xe7,
  cues: 0x1c_53_bb_6b,
} as const;

/** Nanoseconds are counted from the beginning of 2001. */
const epoch2001Ms = Date.UTC(2001, 0, 1);
/** Elements of the head with their contents; tracks and attachments are stepped over. */
const headBytes = 64 * 1024;
const clusterHeadBytes = 64;
const maxElements = 4 * maxParts;
const maxHeadElements = 64;

/** `before` is what the last walk over the same file found; its clusters are not looked at again. */
export async function walkMkv(file: FileBytes, before: MkvWalk | null = null): Promise<MkvWalk> {
  const head = before === null ? await readHead(file) : before;
  const known = head.parts;
  if (known === null) return head;
  const parts: FilePart[] = [...known.parts];
  let at = known.reachedTo;
  for (let count = 0; count < maxElements && parts.length < maxParts; count++) {
    const bytes = await readUpTo(file, at, clusterHeadBytes);
    const element = elementAt(bytes, 0);
    if (element === null) break;
    // A live WebM's clusters end where the next begins: only a demuxer that reads it all finds that.
    if (element.size === null)
      return element.id === ids.cluster ? { ...head, parts: null } : { ...head, parts: { ...known, parts } };
    const end = at + element.from + element.size;
    if (end > file.size) break;
    if (element.id === ids.cluster) {
      const stamp = childrenOf(bytes, element.from, bytes.length).find(({ id }) => id === ids.timestamp);
      if (stamp === undefined) break;
      parts.push({ from: at, to: end, startSeconds: uintOf(bytes, stamp) * head.tickSeconds });
    }
    at = end;
  }
  return { ...head, parts: { ...known, parts, reachedTo: parts.at(-1)?.to ?? known.headTo } };
}

async function readHead(file: FileBytes): Promise<MkvWalk> {
  let [createdMs, tickSeconds, isIndexed]: [number | null, number, boolean] = [null, 0.001, false];
  const answer = (parts: FileParts | null): MkvWalk => ({ createdMs, tickSeconds, parts, isIndexed });
  const first = await readUpTo(file, 0, headBytes);
  const ebml = elementAt(first, 0);
  const segment = ebml === null || ebml.size === null ? null : elementAt(first, ebml.from + ebml.size);
  if (segment?.id !== ids.segment) return answer(null);
  let at = segment.from;
  for (let count = 0; count < maxHeadElements; count++) {
    const bytes = await readUpTo(file, at, headBytes);
    const element = elementAt(bytes, 0);
    if (element?.id === ids.cluster) {
      return answer(isIndexed ? null : { filler: "mkv", headTo: at, parts: [], reachedTo: at });
    }
    if (element === null || element.size === null) break;
    const children = childrenOf(bytes, element.from, Math.min(bytes.length, element.from + element.size));
    if (element.id === ids.cues) isIndexed = true;
    if (element.id === ids.seekHead) isIndexed ||= await hasCues(file, segment.from, bytes, children);
    if (element.id === ids.info) {
      const scale = children.find(({ id }) => id === ids.timestampScale);
      const date = children.find(({ id, size }) => id === ids.date && size === 8);
      if (scale) tickSeconds = uintOf(bytes, scale) / 1e9;
      if (date) createdMs = epoch2001Ms + Number(viewOf(bytes).getBigInt64(date.from)) / 1e6;
    }
    at += element.from + element.size;
  }
  return answer(null);
}

/** Whether the list of contents names an index that is really there: a torn file may announce one. */
async function hasCues(
  file: FileBytes,
  segmentFrom: number,
  bytes: Uint8Array,
  entries: readonly Element[],
): Promise<boolean> {
  for (const entry of entries.filter(({ id }) => id === ids.seek)) {
    const children = childrenOf(bytes, entry.from, entry.from + (entry.size ?? 0));
    const [id, position] = [ids.seekId, ids.seekPosition].map((wanted) =>
      children.find((child) => child.id === wanted),
    );
    if (!id || !position || uintOf(bytes, id) !== ids.cues) continue;
    const cuesAt = segmentFrom + uintOf(bytes, position);
    const there = elementAt(await readUpTo(file, cuesAt, 16), 0);
    if (there?.id === ids.cues && there.size !== null && cuesAt + there.from + there.size <= file.size) return true;
  }
  return false;
}

interface Element {
  readonly id: number;
  /** Where its content begins in the bytes. */
  readonly from: number;
  /** Null for unknown. */
  readonly size: number | null;
}

function elementAt(bytes: Uint8Array, at: number): Element | null {
  const idLength = vintLength(bytes[at], 4);
  const sizeLength = idLength === null ? null : vintLength(bytes[at + idLength], 8);
  if (idLength === null || sizeLength === null || at + idLength + sizeLength > bytes.length) return null;
  const from = at + idLength + sizeLength;
  const id = bigEndian(bytes, at, idLength);
  // The marker bit goes before the bytes are added up, which keeps the sum exact; all other bits set means unknown.
  const high = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  const size = high * 256 ** (sizeLength - 1) + bigEndian(bytes, at + idLength + 1, sizeLength - 1);
  return { id, from, size: size >= 2 ** (7 * sizeLength) - 1 ? null : size };
}

function childrenOf(bytes: Uint8Array, from: number, to: number): Element[] {
  const children: Element[] = [];
  let at = from;
  while (at < to && children.length < 64) {
    const child = elementAt(bytes, at);
    if (child === null) break;
    children.push(child);
    if (child.size === null) break;
    at = child.from + child.size;
  }
  return children;
}

function vintLength(first: number | undefined, most: number): number | null {
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  return length <= most ? length : null;
}

function uintOf(bytes: Uint8Array, { from, size }: Element): number {
  return bigEndian(bytes, from, Math.min(size ?? 0, 8));
}

function bigEndian(bytes: Uint8Array, from: number, length: number): number {
  return bytes.subarray(from, from + length).reduce((value, byte) => value * 256 + byte, 0);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
