// How long the desk waits between one look and the next. Counted and not read off a clock, so that a clock that jumps
// neither ends a job nor hangs it.

/** Twitch shows most clips within seconds, some after more than fifteen (twitchdev/issues#1135). */
const firstLooksSeconds = [1, 2, 3, 5, 8, 15] as const;
const lastOfFirstSeconds = firstLooksSeconds[5];
const laterLooksSeconds = 10;
/** From here on a clip counts as late. */
const lateAfterSeconds = 15;
/** A failure of Twitch's is over in seconds, or lasts. */
const backoffsMs = [2_000, 5_000, 15_000] as const;
/** A limit is over within a minute. */
const usualLimitMs = 60_000;
/** An answer that says much more is wrong. */
const longestWaitMs = 15 * 60_000;
/** A running recording is some seconds to minutes behind its stream, and may be listed late. */
const vodLooksMs = [10_000, 15_000, 30_000, 60_000, 120_000, 180_000, 240_000, 245_000] as const;
/** A channel without recordings shows none however long one waits. */
const missingVodLooks = 3;
/** A clip's file is there seconds to minutes after the clip. */
const fileLooksMs = [5_000, 15_000, 40_000, 120_000, 300_000, 600_000, 900_000, 900_000, 720_000] as const;

export const mostFailures = 3;

/** After so many looks in vain: when to look next; null once `waitMs` are over. */
export function nextLookMs(looks: number, waitMs: number): number | null {
  const beforeMs = looks === 0 ? 0 : lookAtMs(looks - 1);
  if (beforeMs >= waitMs) return null;
  return Math.min(lookAtMs(looks), waitMs) - beforeMs;
}

export function isLateAfter(looks: number): boolean {
  return looks > 0 && lookAtMs(looks - 1) >= lateAfterSeconds * 1000;
}

/** `failures` counts from 1. */
export function backoffMs(failures: number): number {
  return backoffsMs[Math.min(failures, backoffsMs.length) - 1] ?? backoffsMs[0];
}

/** When to ask again after a limit: never at once, and never for ever. `toldMs` is null where Twitch named no time. */
export function retryAfterLimit(toldMs: number | null, nowMs: number): number {
  return Math.min(Math.max(toldMs ?? nowMs + usualLimitMs, nowMs + 1000), nowMs + longestWaitMs);
}

/** `isMissing`: no recording of the stream is listed, and it would be by now. */
export function nextVodLookMs(looks: number, isMissing: boolean): number | null {
  return isMissing && looks >= missingVodLooks ? null : (vodLooksMs[looks] ?? null);
}

export function nextFileLookMs(looks: number): number | null {
  return fileLooksMs[looks] ?? null;
}

function lookAtMs(look: number): number {
  const later = look - firstLooksSeconds.length + 1;
  const seconds = firstLooksSeconds[look] ?? lastOfFirstSeconds + laterLooksSeconds * later;
  return seconds * 1000;
}
