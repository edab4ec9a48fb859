// Wall-clock times without a zone, as file names carry them, in epoch time: none, one or two of them around a change of the clocks.

/** Year, month from 1, day, hour, minute, second. */
export type LocalTime = readonly [number, number, number, number, number, number];

/** What the zone adds to UTC at that moment, minutes: 60 for Berlin in winter. */
export type OffsetMinutesAt = (epochMs: number) => number;

const dayMs = 86_400_000;

/** Null when there is no such day or time. */
export function utcOf([year, month, day, hour, minute, second]: LocalTime): number | null {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(ms);
  const isSame = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour;
  return isSame && minute < 60 && second < 60 ? ms : null;
}

/**
 * The moments at which clocks of the zone showed `local`, earliest first. In the hour that is skipped in spring it is
 * read by the clock from before the change, which is what a program that kept counting shows.
 */
export function epochsOf(local: LocalTime, offsetMinutesAt: OffsetMinutesAt): number[] {
  const utcMs = utcOf(local);
  if (utcMs === null) return [];
  // No zone changes its clocks twice within two days.
  const before = offsetMinutesAt(utcMs - dayMs);
  const after = offsetMinutesAt(utcMs + dayMs);
  const fits = [...new Set([before, after])]
    .map((offset) => ({ offset, ms: utcMs - offset * 60_000 }))
    .filter(({ offset, ms }) => offsetMinutesAt(ms) === offset)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return fits.length > 0 ? fits : [utcMs - before * 60_000];
}
