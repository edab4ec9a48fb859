// Which minutes of a channel's counts are ready to be reported, and which are left when a stream ends.

const minuteMs = 60_000;
/** A message may be a minute late and still be judged; the detector moves on a few seconds after that. */
const settledAfterMs = 65_000;
/** The detector holds three minutes of seconds; of an older minute it knows nothing any more. */
const knownForMs = 175_000;

/**
 * Starts of the whole minutes after `reportedUntilMs` that no message can change any more, oldest first: at most
 * one. It is due for less than a minute, so it is asked for at every heartbeat.
 */
export function dueMinutes(reportedUntilMs: number, nowMs: number): number[] {
  return minutesBetween(reportedUntilMs, nowMs, nowMs - settledAfterMs - minuteMs);
}

/** The same with those still under way: a stream has ended and brings nothing more. At most three. */
export function remainingMinutes(reportedUntilMs: number, nowMs: number): number[] {
  return minutesBetween(reportedUntilMs, nowMs, nowMs);
}

function minutesBetween(fromMs: number, nowMs: number, lastMs: number): number[] {
  const minutes: number[] = [];
  const first = Math.ceil(Math.max(fromMs, nowMs - knownForMs) / minuteMs) * minuteMs;
  for (let at = first; at <= lastMs; at += minuteMs) minutes.push(at);
  return minutes;
}
