// What settings are tried on: the counts of a session or a saved chat, and what fired then.
import type { SessionCounts } from "#core/session/session-counts.ts";
import type { Moment } from "#core/moments/moment.ts";
import type { Counted } from "../../engines/what-if/counted.ts";

export interface Source {
  /** What fired then; null for a saved chat, of which nobody knows. */
  readonly fired: readonly Moment[] | null;
  readonly counted: Counted;
  /** When the stream began, or the first message of a saved chat; moments are told by the time since. */
  readonly startedAtMs: number;
  /** How long chat was heard. */
  readonly hours: number;
}

export function sourceOfSession({ seconds, gaps, session, moments }: SessionCounts): Source {
  const counted = { kept: seconds, gaps };
  const lastMs = (seconds.at(-1)?.[0] ?? 0) * 1000;
  // A running session's counts come later than its moments, and a moment made by hand says nothing of the settings.
  const fired = moments.filter(({ peakMs, profile }) => profile !== "manual" && peakMs <= lastMs);
  return { counted, fired, startedAtMs: session.startedAtMs, hours: heardHours(counted) };
}

export function sourceOfChat(counted: Counted): Source {
  return { counted, fired: null, startedAtMs: (counted.kept[0]?.[0] ?? 0) * 1000, hours: heardHours(counted) };
}

/** From the first count to the last; before and after them nobody could have been heard. */
function heardHours({ kept, gaps }: Counted): number {
  const first = kept[0]?.[0] ?? 0;
  const last = kept.at(-1)?.[0] ?? first;
  const unheard = gaps.reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, last) - Math.max(from, first) + 1),
    0,
  );
  return Math.max(last - first + 1 - unheard, 1) / 3600;
}
