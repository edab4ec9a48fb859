// Fetches the sound that goes with a segment of the picture, where a stream lists it apart.
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import type { PlannedSegment } from "#core/recording/fetch-plan.ts";
import { soundOf } from "#core/recording/match-sound.ts";
import { SegmentError, type FetchedMedia, type Patience, type SegmentFetcher } from "./fetch-segment.ts";

export interface SoundFetcher {
  /**
   * What the rendition lists, in event time; null for a stream whose sound lies in its picture's segments. `wanted` are
   * the segments that wait to be fetched.
   */
  listed(sound: readonly TimedSegment[] | null, targetDurationMs: number, wanted: readonly PlannedSegment[]): void;
  /** The playlist of the sound does not list it yet, but soon may. */
  isComing(segment: PlannedSegment): boolean;
  /** Null where there is none to fetch; `missing` when it cannot be had. Throws SegmentError while another try may help. */
  fetch(segment: PlannedSegment, patience: Patience, signal: AbortSignal): Promise<FetchedMedia | "missing" | null>;
}

/** The playlist of the sound may be behind that of the picture by this many target durations. */
const patienceTargets = 3;
const maxTries = 3;
const maxRemembered = 2_000;

export function createSoundFetcher(segments: SegmentFetcher): SoundFetcher {
  let listed: readonly TimedSegment[] | null = null;
  let patienceMs = 0;
  /** By place in time: since when sound is waited for, and how often it could not be fetched. */
  const waits = new Map<number, { readonly sinceMs: number; tries: number }>();

  const waitFor = (segment: PlannedSegment) => {
    const wait = waits.get(segment.startMs) ?? { sinceMs: performance.now(), tries: 0 };
    waits.set(segment.startMs, wait);
    const oldest = waits.keys().next().value;
    if (waits.size > maxRemembered && oldest !== undefined) waits.delete(oldest);
    return wait;
  };

  return {
    listed(sound, targetDurationMs, wanted) {
      listed = sound;
      patienceMs = patienceTargets * targetDurationMs;
      // From now on, not from when its turn comes: otherwise each would wait after the other.
      if (sound !== null) for (const segment of wanted) waitFor(segment);
    },
    isComing(segment) {
      if (listed === null || soundOf(segment, listed).status !== "coming") return false;
      return performance.now() - waitFor(segment).sinceMs <= patienceMs;
    },
    async fetch(segment, patience, signal) {
      if (listed === null) return null;
      const found = soundOf(segment, listed);
      if (found.status !== "listed") return "missing";
      if (found.segments.length === 0) return null;
      const wait = waitFor(segment);
      try {
        const parts = await Promise.all(
          found.segments.map((part) => segments.fetch(part, segment.run, patience, signal)),
        );
        waits.delete(segment.startMs);
        return { bytes: joined(parts.map(({ bytes }) => bytes)), init: parts[0]?.init ?? null };
      } catch (error) {
        if (!(error instanceof SegmentError)) throw error;
        wait.tries += 1;
        if (wait.tries < maxTries) throw error;
        return "missing";
      }
    },
  };
}

function joined(parts: readonly ArrayBuffer[]): ArrayBuffer {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole.buffer;
}
