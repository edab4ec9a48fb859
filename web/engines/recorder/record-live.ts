// The recorder's loop: read the playlist, plan, fetch, store, wait; for as long as the page lives.
import { endMsOf } from "#core/recording/coverage.ts";
import { planFetch, type Cursor, type PlannedSegment } from "#core/recording/fetch-plan.ts";
import { looksLikeMedia } from "#core/recording/looks-like-media.ts";
import { offerKey } from "#core/recording/offer-key.ts";
import type { Resource } from "#core/recording/playlist.ts";
import type { Gap } from "#core/recording/piece.ts";
import { download, DownloadError } from "./download.ts";
import type { PlaylistReader } from "./playlist-reader.ts";
import type { Recording } from "./recording.ts";
import type { RecorderPhase, RecorderProblemCode } from "./recorder.types.ts";
import type { SegmentOffers } from "./segment-offers.ts";
import type { Wakeable } from "./wakeable.ts";

export interface LiveRecording {
  readonly channelKey: string;
  readonly reader: PlaylistReader;
  readonly recording: Recording;
  /** The playlist that an earlier life recorded from; null for a fresh recording. */
  readonly earlierSource: string | null;
  readonly offers: SegmentOffers;
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
  const { recording, reader, offers, naps, signal } = live;
  let cursor = cursorOf(recording);
  let isResumed = cursor !== null;
  let source: string | null = live.earlierSource;
  let backoffMs = firstBackoffMs;
  let newestAtMs = Date.now();
  let hasEnded = false;

  while (!signal.aborted) {
    const askedAtMs = Date.now();
    const reading = await reader.read(signal);
    if (reading.status === "problem") {
      offers.listed(new Set(), askedAtMs);
      // After the end an address that answers no more is what one expects.
      live.report(hasEnded ? "ended" : "waiting", hasEnded ? null : reading.code);
      await naps.nap(backoffMs, backoffMs, signal);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
      continue;
    }
    backoffMs = firstBackoffMs;
    const { playlist } = reading;
    offers.listed(new Set(playlist.segments.flatMap(keysOf)), askedAtMs);
    offerKept(live, playlist.segments);
    const isOtherPlaylist = source !== null && source !== reading.source;
    const plan = planFetch({ cursor, playlist, nowMs: Date.now(), isResumed, isOtherPlaylist });
    if (source !== reading.source || isResumed || cursor === null) {
      await recording.opened(live.channelKey, reading.source, Date.now());
      source = reading.source;
    }
    if (plan.gap !== null) await recording.addGap(plan.gap);
    if (plan.segments.length > 0) isResumed = false;
    for (const segment of plan.segments) {
      const lost = await recordSegment(live, segment);
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
async function recordSegment(live: LiveRecording, segment: PlannedSegment): Promise<Gap["reason"] | null> {
  const { recording, offers } = live;
  try {
    const initFile = segment.init === null ? null : await recordInit(live, segment.init);
    const bytes = await fetchMedia(live, segment, segment.init === null ? "ts" : "mp4");
    if (segment.init !== null && initFile === null) return "disk_full";
    if (!(await recording.add(segment, bytes, initFile))) {
      offers.failed(offerKey(segment));
      return "disk_full";
    }
    offers.arrived(offerKey(segment), bytes, recording.segments.at(-1)?.file ?? "");
    return null;
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    offers.failed(offerKey(segment));
    return "fetch_failed";
  }
}

async function recordInit(live: LiveRecording, init: Resource): Promise<string | null> {
  const key = offerKey(init);
  const known = live.recording.initFileOf(key);
  if (known !== null) return known;
  const bytes = await fetchMedia(live, init, "mp4");
  const file = await live.recording.addInit(key, bytes);
  if (file !== null) live.offers.arrived(key, bytes, file);
  return file;
}

async function fetchMedia(
  { signal }: LiveRecording,
  { address, byteRange }: Resource,
  container: "ts" | "mp4",
): Promise<ArrayBuffer> {
  const options = { byteRange, timeoutMs: segmentTimeoutMs, maxBytes: maxSegmentBytes, tries: segmentTries, signal };
  const { bytes } = await download(address, options);
  if (!looksLikeMedia(new Uint8Array(bytes), container)) throw new DownloadError("That is not a piece of video.", null);
  return bytes;
}

function cursorOf({ segments }: Recording): Cursor | null {
  return segments.at(-1) ?? null;
}

/** After a reload the player asks for segments that the page before has recorded. */
function offerKept(
  { recording, offers }: LiveRecording,
  listed: readonly (Resource & { sequence: number; startMs: number | null })[],
): void {
  const bySequence = new Map(
    recording.segments.slice(-listed.length - 1).map((segment) => [segment.sequence, segment]),
  );
  for (const segment of listed) {
    const kept = bySequence.get(segment.sequence);
    const isSame =
      kept !== undefined &&
      (segment.startMs === null || Math.abs(segment.startMs - kept.startMs) < endMsOf(kept) - kept.startMs);
    if (isSame) offers.kept(offerKey(segment), kept.file);
  }
}

function keysOf(segment: Resource & { init: Resource | null }): string[] {
  return segment.init === null ? [offerKey(segment)] : [offerKey(segment), offerKey(segment.init)];
}
