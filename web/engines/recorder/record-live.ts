// The recorder's loop: read the playlist, plan, fetch, store, wait; for as long as the page lives.
import { planFetch, type Cursor, type PlannedSegment } from "#core/recording/fetch-plan.ts";
import type { Resource } from "#core/recording/playlist.ts";
import type { Gap } from "#core/recording/piece.ts";
import { download, DownloadError } from "./download.ts";
import type { PlaylistReader } from "./playlist-reader.ts";
import type { Recording } from "./recording.ts";
import type { RecorderPhase, RecorderProblemCode } from "./recorder.types.ts";
import type { Wakeable } from "./wakeable.ts";

export interface LiveRecording {
  readonly channelKey: string;
  readonly reader: PlaylistReader;
  readonly recording: Recording;
  /** The playlist that an earlier life recorded from; null for a fresh recording. */
  readonly earlierSource: string | null;
  readonly naps: Wakeable;
  readonly signal: AbortSignal;
  readonly report: (phase: RecorderPhase, problem: RecorderProblemCode | null) => void;
}

const segmentTries = 4;
const segmentTimeoutMs = 15_000;
/** A 60 s segment of 8 Mb/s. */
const maxSegmentBytes = 64 * 1024 * 1024;
const firstBackoffMs = 1_000;
const longestBackoffMs = 15_000;
const shortestPollMs = 500;
/** A stream that has ended may come back at the same address. */
const endedPollMs = 10_000;

/** Runs until `signal` is aborted. Throws only for failures of the storage. */
export async function recordLive(live: LiveRecording): Promise<void> {
  const { recording, reader, naps, signal } = live;
  let cursor = cursorOf(recording);
  let isResumed = cursor !== null;
  let source: string | null = live.earlierSource;
  let backoffMs = firstBackoffMs;
  let newestAtMs = Date.now();
  let hasEnded = false;
  const inits = new Map<string, ArrayBuffer>();

  while (!signal.aborted) {
    const askedAtMs = Date.now();
    const reading = await reader.read(signal);
    if (reading.status === "problem") {
      // After the end an address that answers no more is what one expects.
      live.report(hasEnded ? "ended" : "waiting", hasEnded ? null : reading.code);
      await naps.nap(backoffMs, backoffMs, signal);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
      continue;
    }
    backoffMs = firstBackoffMs;
    const { playlist } = reading;
    const isOtherPlaylist = source !== null && source !== reading.source;
    const plan = planFetch({ cursor, playlist, nowMs: Date.now(), isResumed, isOtherPlaylist });
    if (source !== reading.source || isResumed || cursor === null) {
      await recording.opened(live.channelKey, reading.source, Date.now());
      source = reading.source;
    }
    if (plan.gap !== null) await recording.addGap(plan.gap);
    if (plan.segments.length > 0) isResumed = false;
    for (const segment of plan.segments) {
      const lost = await recordSegment(live, inits, segment);
      if (lost !== null)
        await recording.addGap({ fromMs: segment.startMs, toMs: segment.startMs + segment.durationMs, reason: lost });
      cursor = segment;
      newestAtMs = Date.now();
      live.report("recording", null);
    }
    hasEnded = playlist.hasEnded;
    const isQuiet = Date.now() - newestAtMs > 3 * playlist.targetDurationMs;
    live.report(hasEnded ? "ended" : isQuiet || cursor === null ? "waiting" : "recording", null);
    // RFC 8216 section 6.3.4: a target duration after a change, half of one otherwise.
    const pollMs = plan.segments.length > 0 ? playlist.targetDurationMs : playlist.targetDurationMs / 2;
    const spentMs = Date.now() - askedAtMs;
    await naps.nap(hasEnded ? endedPollMs : Math.max(shortestPollMs, pollMs - spentMs), shortestPollMs, signal);
  }
}

/** Null when the segment is on disk, else why it is lost. */
async function recordSegment(
  live: LiveRecording,
  inits: Map<string, ArrayBuffer>,
  segment: PlannedSegment,
): Promise<Gap["reason"] | null> {
  try {
    const init = segment.init === null ? null : await fetchInit(live, inits, segment.init);
    const bytes = await fetchMedia(live, segment);
    const kept = await live.recording.add(segment, { video: { bytes, init }, audio: null });
    return kept.status === "kept" ? null : kept.reason;
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    return "fetch_failed";
  }
}

/** A source has one for each size of its picture; a new one comes with a discontinuity. */
const maxInits = 8;

async function fetchInit(live: LiveRecording, inits: Map<string, ArrayBuffer>, init: Resource): Promise<ArrayBuffer> {
  const key = JSON.stringify(init);
  const known = inits.get(key);
  if (known !== undefined) return known;
  const bytes = await fetchMedia(live, init);
  for (const old of [...inits.keys()].slice(0, Math.max(0, inits.size + 1 - maxInits))) inits.delete(old);
  inits.set(key, bytes);
  return bytes;
}

async function fetchMedia({ signal }: LiveRecording, { address, byteRange }: Resource): Promise<ArrayBuffer> {
  const options = { byteRange, timeoutMs: segmentTimeoutMs, maxBytes: maxSegmentBytes, tries: segmentTries, signal };
  return (await download(address, options)).bytes;
}

/** The newest piece that came of a segment of a playlist. */
function cursorOf({ pieces }: Recording): Cursor | null {
  const last = pieces.findLast((piece) => piece.sequence !== null);
  return last?.sequence == null ? null : { ...last, sequence: last.sequence };
}
