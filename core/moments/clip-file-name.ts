// The name of a clip's file: `neon_rally_moment_1h23m45s_007_20260117.mp4`.
import { formatElapsedCompact } from "#core/moments/stream-elapsed.ts";

export interface NamedMoment {
  /** The channel's login (slug). */
  readonly login: string;
  readonly streamElapsedSeconds: number;
  /** Counts from 1 within the session; 0 for a clip by hand. */
  readonly number: number;
  /** The moment in epoch milliseconds; the name carries its date in UTC. */
  readonly atMs: number;
}

export function clipFileName({ login, streamElapsedSeconds, number, atMs }: NamedMoment): string {
  const date = new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "");
  const counted = String(number).padStart(3, "0");
  return `${fileSafe(login)}_moment_${formatElapsedCompact(streamElapsedSeconds)}_${counted}_${date}.mp4`;
}

/** Logins are letters, digits, `_` and `-`. Anything else cannot climb out of a folder or break a header. */
export function fileSafe(login: string): string {
  const safe = login
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "")
    .slice(0, 60);
  return safe === "" ? "channel" : safe;
}
