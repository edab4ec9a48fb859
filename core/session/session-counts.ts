// The kept counts of one session: what the page runs other settings over. No text and no names of people are in it.
import { z } from "zod";
import { secondRowSchema } from "#core/detection/second-row.ts";
import { countsGapSchema, type MinuteCounts, mergeMinutes } from "#core/session/minute-counts.ts";
import { type Moment, momentSchema } from "#core/moments/moment.ts";
import { type Session, sessionSchema } from "#core/session/session.ts";

/** Two days: longer than any broadcast the platforms allow without a break. */
export const maxSessionMinutes = 2 * 24 * 60;

export const sessionCountsSchema = z.object({
  version: z.literal(1),
  session: sessionSchema,
  /** What fired then. */
  moments: z.array(momentSchema).max(5000),
  /** The keywords that were counted when the session ended. */
  keywords: z.array(z.string().max(60)).max(50),
  /** In order of time; a second in which nothing was counted is left out. */
  seconds: z.array(secondRowSchema).max(maxSessionMinutes * 60),
  gaps: z.array(countsGapSchema).max(maxSessionMinutes * 30),
});
export type SessionCounts = z.infer<typeof sessionCountsSchema>;

/** A session in the list of those whose counts are kept. */
export const sessionCountsEntrySchema = sessionSchema.pick({
  id: true,
  number: true,
  title: true,
  startedAtMs: true,
  endedAtMs: true,
});
export type SessionCountsEntry = z.infer<typeof sessionCountsEntrySchema>;

/** Where the store has it. */
export function sessionCountsKey(sessionId: string): string {
  return `sessions/${sessionId}/seconds.json`;
}

export function sessionCounts(
  session: Session,
  moments: readonly Moment[],
  keywords: readonly string[],
  minutes: readonly MinuteCounts[],
): SessionCounts {
  return {
    version: 1,
    session,
    moments: [...moments],
    keywords: [...keywords],
    seconds: minutes.flatMap((minute) => minute.seconds),
    gaps: minutes.flatMap((minute) => minute.gaps),
  };
}

/** The minutes of a kept session, to add later reports to. */
export function minutesOf(kept: Pick<SessionCounts, "seconds" | "gaps">): MinuteCounts[] {
  const minutes = new Map<number, MinuteCounts>();
  const minuteOf = (second: number) => {
    const atMs = Math.floor(second / 60) * 60_000;
    const known = minutes.get(atMs) ?? { atMs, seconds: [], gaps: [] };
    minutes.set(atMs, known);
    return known;
  };
  for (const row of kept.seconds) minuteOf(row[0]).seconds.push(row);
  for (const gap of kept.gaps) minuteOf(gap[0]).gaps.push(gap);
  return [...minutes.values()];
}

/** Both, in order of time; of a minute that both have, the newer knows more. */
export function mergeMinuteCounts(older: readonly MinuteCounts[], newer: readonly MinuteCounts[]): MinuteCounts[] {
  const merged = new Map(older.map((minute) => [minute.atMs, minute]));
  for (const minute of newer) {
    const known = merged.get(minute.atMs);
    merged.set(minute.atMs, known ? mergeMinutes(known, minute) : minute);
  }
  return [...merged.values()].sort((a, b) => a.atMs - b.atMs).slice(-maxSessionMinutes);
}
