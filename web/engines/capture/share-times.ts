// The event time of what a share brings: each track's clock, less what the pipeline and the broadcast are behind.
import { hearFrame, settleClock, startClock, type CaptureClock } from "#core/capture/capture-clock.ts";
import { settleLatency, type UsedLatency } from "#core/capture/broadcast-latency.ts";
import { readSteadyNow, startSteadyNow } from "#core/capture/steady-now.ts";

export type Track = "picture" | "sound";

/** Milliseconds. All of it is subtracted from when a frame arrives. */
export interface Behind {
  /** From the page to the recorder. */
  readonly pipelineMs: number;
  /** From what happens to what the player shows. */
  readonly broadcastMs: number;
  /** What this device's clock is ahead of the server's. */
  readonly clockMs: number;
}

export interface ShareTimes {
  /** Now; tells the track's clock that something of `mediaMs` has arrived. */
  heard(track: Track, mediaMs: number): number;
  now(): number;
  /** Once a piece. True when what follows does not continue what was before. */
  settle(): boolean;
  /** Null before both tracks were settled. */
  eventMs(track: Track, mediaMs: number): number | null;
}

export function createShareTimes(behind: () => Behind): ShareTimes {
  let steady = startSteadyNow(performance.now(), Date.now());
  let clocks: Record<Track, CaptureClock> = { picture: startClock(), sound: startClock() };
  let used: UsedLatency = { ms: behind().broadcastMs, awayFor: 0 };
  let hasSlept = false;

  const now = () => {
    const read = readSteadyNow(steady, performance.now(), Date.now());
    if (read.now !== steady) {
      steady = read.now;
      clocks = { picture: startClock(), sound: startClock() };
      hasSlept = true;
    }
    return read.atMs;
  };
  return {
    now,
    heard(track, mediaMs) {
      const atMs = now();
      clocks = { ...clocks, [track]: hearFrame(clocks[track], mediaMs, atMs) };
      return atMs;
    },
    settle() {
      const picture = settleClock(clocks.picture);
      const sound = settleClock(clocks.sound);
      clocks = { picture: picture.clock, sound: sound.clock };
      const latency = settleLatency(used, behind().broadcastMs);
      used = latency.used;
      const isNew = picture.hasJumped || sound.hasJumped || latency.hasJumped || hasSlept;
      hasSlept = false;
      return isNew;
    },
    eventMs(track, mediaMs) {
      const { offsetMs } = clocks[track];
      if (offsetMs === null) return null;
      const { pipelineMs, clockMs } = behind();
      return mediaMs + offsetMs - pipelineMs - used.ms - clockMs;
    },
  };
}
