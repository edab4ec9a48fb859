// Reads a stretch of a file as packets, a group of pictures at a time, each with the sound of the same time.
import { EncodedPacketSink, type EncodedPacket } from "mediabunny";
import { FileProblem } from "./file-problem.ts";
import type { OpenMedia, OpenTracks } from "./open-media.ts";

/** Packets in decode order, in seconds of the file. */
export interface PacketGroup {
  readonly pictures: readonly EncodedPacket[];
  readonly sounds: readonly EncodedPacket[];
  readonly startsWithKey: boolean;
}

/** Groups of a few pictures are joined, groups of many are split: a piece is held in memory. */
const leastSeconds = 2;
const mostSeconds = 12;
/** A fragment need not begin with a key picture: so many more are looked at before it, then all. */
const backSteps = [0, 2, 8, 32, Infinity];
/** Ten minutes of 120 pictures a second. */
const maxPackets = 72_000;

/**
 * From the key picture at or before `fromSeconds` to the end of the last group that begins before `toSeconds`.
 * `onGroup` is awaited, so no more than one group is in memory. A file that breaks off gives what comes before.
 */
export async function readStretch(
  media: OpenMedia,
  fromSeconds: number,
  toSeconds: number,
  onGroup: (group: PacketGroup, tracks: OpenTracks) => Promise<void>,
): Promise<void> {
  for (const back of backSteps) {
    const isDone = await media.withTracks({ fromSeconds, toSeconds, back }, async (tracks) => {
      const sink = new EncodedPacketSink(tracks.picture);
      const key =
        (await sink.getKeyPacket(fromSeconds)) ?? (tracks.isFromStart ? await sink.getFirstKeyPacket() : null);
      if (key === null) return tracks.isFromStart;
      await readGroups(tracks, sink, key, toSeconds, onGroup);
      return true;
    });
    if (isDone) return;
  }
}

async function readGroups(
  tracks: OpenTracks,
  sink: EncodedPacketSink,
  key: EncodedPacket,
  toSeconds: number,
  onGroup: (group: PacketGroup, tracks: OpenTracks) => Promise<void>,
): Promise<void> {
  const sounds = await soundFrom(tracks, key.timestamp);
  let pictures: EncodedPacket[] = [];
  let count = 0;
  const emit = async (untilSeconds: number) => {
    if (pictures.length === 0) return;
    const group = { pictures, sounds: await sounds(untilSeconds), startsWithKey: pictures[0]?.type === "key" };
    pictures = [];
    await onGroup(group, tracks);
  };
  for await (const packet of untilTorn(sink.packets(key))) {
    const first = pictures[0];
    const longSeconds = first === undefined ? 0 : packet.timestamp - first.timestamp;
    if (first !== undefined && ((packet.type === "key" && longSeconds >= leastSeconds) || longSeconds >= mostSeconds)) {
      await emit(packet.timestamp);
      if (packet.timestamp >= toSeconds) return;
    }
    pictures.push(packet);
    if (++count >= maxPackets) break;
  }
  await emit(Math.max(...pictures.map(({ timestamp, duration }) => timestamp + duration)));
}

/** Gives the sound that begins before a time and was not given yet. */
async function soundFrom(
  { sound }: OpenTracks,
  fromSeconds: number,
): Promise<(until: number) => Promise<EncodedPacket[]>> {
  const sink = sound && new EncodedPacketSink(sound);
  const first =
    sink && ((await sink.getPacket(fromSeconds).catch(() => null)) ?? (await sink.getFirstPacket().catch(() => null)));
  const packets = sink && first ? untilTorn(sink.packets(first)) : null;
  let next: EncodedPacket | null = null;
  return async (until) => {
    const given: EncodedPacket[] = [];
    while (packets !== null && given.length < maxPackets) {
      next ??= (await packets.next()).value ?? null;
      if (next === null || next.timestamp >= until) break;
      given.push(next);
      next = null;
    }
    return given;
  };
}

/** The packets up to where the file ends in the middle of one. */
async function* untilTorn(packets: AsyncGenerator<EncodedPacket, void, unknown>): AsyncGenerator<EncodedPacket, void> {
  try {
    for await (const packet of packets) {
      if (packet.data.byteLength > 0) yield packet;
    }
  } catch (error) {
    // What was read until here is whole. A file that may not be read any more is another matter.
    if (error instanceof FileProblem) throw error;
  }
}
