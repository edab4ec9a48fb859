// Which stretch of a session is asked about when nothing fired for a while.
import type { Moment, TimeRange } from "#core/moments/moment.ts";

/** From then on a streamer begins to wonder. */
const silentAfterMs = 15 * 60_000;
/** What lies further back no longer explains why it is quiet now. */
const asksBackMs = 60 * 60_000;
/** Less is no silence. */
const leastMs = 60_000;

export interface SilenceRange extends TimeRange {
  /** Since the newest moment, or the longest stretch of the last hour that lies before it. */
  readonly which: "since_newest" | "longest";
}

/**
 * Since the newest moment. Right after one there is nothing to say of the time since, and whoever asks means the time
 * before: then the longest stretch without a moment. At most an hour back; null while there is nothing to ask about.
 *
 * @param heard from the first to the newest kept second.
 */
export function silenceRange(
  heard: TimeRange,
  moments: readonly Pick<Moment, "onsetMs" | "detectedMs">[],
): SilenceRange | null {
  const stretches: TimeRange[] = [];
  let fromMs = Math.max(heard.fromMs, heard.toMs - asksBackMs);
  for (const { onsetMs, detectedMs } of moments.toSorted((a, b) => a.detectedMs - b.detectedMs)) {
    stretches.push({ fromMs, toMs: Math.min(onsetMs, heard.toMs) });
    fromMs = Math.max(fromMs, detectedMs);
  }
  if (heard.toMs - fromMs >= leastMs) return { fromMs, toMs: heard.toMs, which: "since_newest" };
  const [longest] = stretches.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  return longest && lengthOf(longest) >= leastMs ? { ...longest, which: "longest" } : null;
}

function lengthOf({ fromMs, toMs }: TimeRange): number {
  return toMs - fromMs;
}

/** @param newestMs when the stream began or the newest moment was told, whichever came later. */
export function isSilent(newestMs: number, nowMs: number): boolean {
  return nowMs - newestMs >= silentAfterMs;
}
