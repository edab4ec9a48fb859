// How far the sound of an MPEG-TS segment runs ahead of its first picture (ISO/IEC 13818-1: packets, PAT, PMT, PES headers).

const packetBytes = 188;
const syncByte = 0x47;
/** Both streams begin within the first second or so; more is not looked at. */
const maxPackets = 20_000;
/** PTS counts 90 kHz ticks in 33 bits. */
const ticksPerMs = 90;
const ptsModulus = 2 ** 33;

// Stream types of ISO/IEC 13818-1 table 2-34 and ATSC A/53 that a browser-bound stream may carry.
const videoTypes = new Set([0x01, 0x02, 0x10, 0x1b, 0x24]);
const audioTypes = new Set([0x03, 0x04, 0x0f, 0x11, 0x81, 0x87]);

/**
 * Milliseconds from the earliest of first picture and first sound to the first picture: 0 when the picture comes
 * first or there is no sound. Null when the bytes are no MPEG-TS with a video stream.
 */
export function tsAudioLeadMs(bytes: Uint8Array): number | null {
  let pmtPid: number | null = null;
  let videoPid: number | null = null;
  let audioPid: number | null = null;
  let videoPts: number | null = null;
  let audioPts: number | null = null;
  const count = Math.min(maxPackets, Math.floor(bytes.length / packetBytes));
  for (let index = 0; index < count; index++) {
    const packet = bytes.subarray(index * packetBytes, (index + 1) * packetBytes);
    if (packet[0] !== syncByte) return null;
    const payload = startOfPayload(packet);
    if (payload === null) continue;
    const pid = ((at(packet, 1) & 0x1f) << 8) | at(packet, 2);
    if (pid === 0) pmtPid ??= readPat(payload);
    else if (pid === pmtPid && videoPid === null) ({ videoPid, audioPid } = readPmt(payload));
    else if (pid === videoPid) videoPts ??= readPts(payload);
    else if (pid === audioPid) audioPts ??= readPts(payload);
    if (videoPts !== null && (audioPts !== null || audioPid === null)) break;
  }
  if (videoPts === null) return null;
  if (audioPts === null) return 0;
  const aheadTicks = (videoPts - audioPts + ptsModulus) % ptsModulus;
  // More than half the clock's circle means that the picture is the earlier one.
  return aheadTicks > ptsModulus / 2 ? 0 : aheadTicks / ticksPerMs;
}

/** The payload of a packet in which a table or a PES packet begins; null for all others. */
function startOfPayload(packet: Uint8Array): Uint8Array | null {
  const begins = (at(packet, 1) & 0x40) !== 0;
  const control = (at(packet, 3) >> 4) & 3;
  if (!begins || (control & 1) === 0) return null;
  const start = control === 3 ? 5 + at(packet, 4) : 4;
  return start < packetBytes ? packet.subarray(start) : null;
}

function readPat(payload: Uint8Array): number | null {
  const table = payload.subarray(1 + at(payload, 0));
  const end = Math.min(table.length, 3 + sectionLength(table) - 4);
  for (let entry = 8; entry + 4 <= end; entry += 4) {
    const program = (at(table, entry) << 8) | at(table, entry + 1);
    if (program !== 0) return ((at(table, entry + 2) & 0x1f) << 8) | at(table, entry + 3);
  }
  return null;
}

function readPmt(payload: Uint8Array): { videoPid: number | null; audioPid: number | null } {
  const table = payload.subarray(1 + at(payload, 0));
  const end = Math.min(table.length, 3 + sectionLength(table) - 4);
  let videoPid: number | null = null;
  let audioPid: number | null = null;
  let entry = 12 + (((at(table, 10) & 0x0f) << 8) | at(table, 11));
  while (entry + 5 <= end) {
    const type = at(table, entry);
    const pid = ((at(table, entry + 1) & 0x1f) << 8) | at(table, entry + 2);
    if (videoTypes.has(type)) videoPid ??= pid;
    if (audioTypes.has(type)) audioPid ??= pid;
    entry += 5 + (((at(table, entry + 3) & 0x0f) << 8) | at(table, entry + 4));
  }
  return { videoPid, audioPid };
}

function readPts(pes: Uint8Array): number | null {
  const hasStartCode = at(pes, 0) === 0 && at(pes, 1) === 0 && at(pes, 2) === 1;
  if (!hasStartCode || (at(pes, 7) & 0x80) === 0) return null;
  // 33 bits do not fit the 32 of bit operators.
  return (
    ((at(pes, 9) >> 1) & 7) * 2 ** 30 +
    at(pes, 10) * 2 ** 22 +
    (at(pes, 11) >> 1) * 2 ** 15 +
    at(pes, 12) * 2 ** 7 +
    (at(pes, 13) >> 1)
  );
}

function sectionLength(table: Uint8Array): number {
  return ((at(table, 1) & 0x0f) << 8) | at(table, 2);
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
