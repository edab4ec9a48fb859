// Which stretch of a session is asked about when nothing fired for a while.
import type { TimeRange } from "#core/moments/moment.ts";

/** From then on a streamer begins to wonder. */
export const silentAfterMs = 15 * 60_000;
/** What lies further back no longer explains why it is quiet now. */
const asksBackMs = 60 * 60_000;

interface Known {
  readonly startedAtMs: number;
  /** When the newest moment was told; null before the first. */
  readonly lastMomentMs: number | null;
}

/** Since the newest moment, at most an hour; null while there is nothing to ask about. `untilMs` is the newest kept second. */
export function silenceRange({ startedAtMs, lastMomentMs }: Known, untilMs: number): TimeRange | null {
  const fromMs = Math.max(startedAtMs, lastMomentMs ?? 0, untilMs - asksBackMs);
  return untilMs - fromMs >= 60_000 ? { fromMs, toMs: untilMs } : null;
}

export function isSilent({ startedAtMs, lastMomentMs }: Known, nowMs: number): boolean {
  return nowMs - Math.max(startedAtMs, lastMomentMs ?? 0) >= silentAfterMs;
}
