// The live playlist as a function of the time: which segments are in the window, and where the loop joins.
import type { Broadcast, ScriptedChannel } from "./world.ts";

export interface WindowOptions {
  readonly segmentMs: number;
  /** Segments in one round of the loop. */
  readonly loopSegments: number;
  /** Segments in the playlist. */
  readonly windowSegments: number;
  /** From the last picture of a segment to its appearance in the playlist. */
  readonly releaseDelayMs: number;
  /** How long the last playlist of an ended broadcast, closed by EXT-X-ENDLIST, can still be read. */
  readonly endedForMs: number;
}

export interface LiveSegment {
  /** Media sequence number. Grows by one a segment, also from one broadcast to the next. */
  readonly sequence: number;
  /** Place in the loop, from 0. */
  readonly loopIndex: number;
  readonly programDateTimeMs: number;
  /** How many discontinuities come before it, its own included. */
  readonly discontinuities: number;
  readonly isDiscontinuity: boolean;
}

/** The segments readable at a time, oldest first, and whether more will come. Null when there is nothing to read. */
export function liveWindow(channel: ScriptedChannel, options: WindowOptions, nowMs: number) {
  const index = channel.broadcasts.findLastIndex(({ startedAtMs }) => startedAtMs <= nowMs);
  const broadcast = channel.broadcasts[index];
  if (broadcast === undefined) return null;
  const { endedAtMs } = broadcast;
  if (endedAtMs !== null && nowMs >= endedAtMs + options.endedForMs) return null;
  const released = releasedCount(broadcast, options, nowMs);
  if (released === 0) return null;
  const first = Math.max(0, released - options.windowSegments);
  const segments: LiveSegment[] = [];
  for (let n = first; n < released; n++) segments.push(segmentAt(channel, index, n, options));
  return { segments, hasEnded: endedAtMs !== null };
}

/**
 * The segment with this number, as long as it may be fetched: a while longer than the playlist names it (a player that
 * has just read the playlist must still get what it saw). Null when it is gone or still to come.
 */
export function liveSegment(
  channel: ScriptedChannel,
  options: WindowOptions,
  sequence: number,
  nowMs: number,
): LiveSegment | null {
  for (const [index, broadcast] of channel.broadcasts.entries()) {
    const first = firstSequence(channel, index, options);
    const released = releasedCount(broadcast, options, nowMs);
    const n = sequence - first;
    if (n < 0 || n >= released) continue;
    const { startedAtMs, endedAtMs } = broadcast;
    if (endedAtMs !== null && nowMs >= endedAtMs + 2 * options.endedForMs) return null;
    const age = Math.floor((Math.min(nowMs, endedAtMs ?? nowMs) - startedAtMs) / options.segmentMs) - n;
    return age <= 3 * options.windowSegments + 2 ? segmentAt(channel, index, n, options) : null;
  }
  return null;
}

/** The playlist's text; segment addresses are relative to it. */
export function playlistText(
  window: { segments: readonly LiveSegment[]; hasEnded: boolean },
  segmentMs: number,
): string {
  const first = window.segments[0];
  // What EXT-X-DISCONTINUITY-SEQUENCE counts has left the playlist; a mark on the first segment has not.
  const gone = first === undefined ? 0 : first.discontinuities - (first.isDiscontinuity ? 1 : 0);
  const seconds = segmentMs / 1000;
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:3",
    `#EXT-X-TARGETDURATION:${Math.ceil(seconds)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.sequence ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${gone}`,
  ];
  for (const segment of window.segments) {
    if (segment.isDiscontinuity) lines.push("#EXT-X-DISCONTINUITY");
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTimeMs).toISOString()}`);
    lines.push(`#EXTINF:${seconds.toFixed(3)},`, `segments/${segment.sequence}.ts`);
  }
  if (window.hasEnded) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}

/** Whole segments whose end has passed; of an ended broadcast, those that fit into it. */
function releasedCount(broadcast: Broadcast, options: WindowOptions, nowMs: number): number {
  const untilMs = Math.min(nowMs - options.releaseDelayMs, broadcast.endedAtMs ?? Infinity);
  return Math.max(0, Math.floor((untilMs - broadcast.startedAtMs) / options.segmentMs));
}

function segmentAt(channel: ScriptedChannel, index: number, n: number, options: WindowOptions): LiveSegment {
  const broadcast = channel.broadcasts[index];
  if (broadcast === undefined) throw new RangeError("no such broadcast");
  const isJoin = n > 0 && n % options.loopSegments === 0;
  // A new broadcast is a join as well, and so is every round of those before it.
  const earlier = channel.broadcasts.slice(0, index);
  const before = earlier.reduce((sum, b) => sum + joins(segmentsOf(b, options), options) + 1, 0);
  return {
    sequence: firstSequence(channel, index, options) + n,
    loopIndex: n % options.loopSegments,
    programDateTimeMs: broadcast.startedAtMs + n * options.segmentMs,
    discontinuities: before + Math.floor(n / options.loopSegments),
    isDiscontinuity: isJoin || (n === 0 && index > 0),
  };
}

function firstSequence(channel: ScriptedChannel, index: number, options: WindowOptions): number {
  return channel.broadcasts.slice(0, index).reduce((sum, broadcast) => sum + segmentsOf(broadcast, options), 0);
}

function segmentsOf({ startedAtMs, endedAtMs }: Broadcast, { segmentMs }: WindowOptions): number {
  return endedAtMs === null ? 0 : Math.floor((endedAtMs - startedAtMs) / segmentMs);
}

function joins(segments: number, { loopSegments }: WindowOptions): number {
  return Math.max(0, Math.ceil(segments / loopSegments) - 1);
}
