// The name of a recording: `neon_rally_s005_20260117_153216`, channel, session and when it began, in UTC.
import { fileSafe } from "#core/moments/clip-file-name.ts";

/** In the browser's private file system: what holds a folder a recording. */
export const recordingsFolder = "recordings";
/** In a recording's folder, beside its pieces: a line for each of them. */
export const indexFile = "index.jsonl";
/** An empty file beside the index: a person said that the recording stays. */
export const keptFile = "kept";

export interface NamedRecording {
  /** The channel's login (slug). */
  readonly login: string;
  /** Counts from 1 within the channel. */
  readonly sessionNumber: number;
  readonly startedAtMs: number;
}

export function recordingName({ login, sessionNumber, startedAtMs }: NamedRecording): string {
  const [date, time] = new Date(startedAtMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").split("T");
  return `${fileSafe(login)}_s${String(sessionNumber).padStart(3, "0")}_${date}_${time}`;
}

/** What the names of all recordings of one session begin with; they then sort by time. */
export function recordingPrefix(login: string, sessionNumber: number): string {
  return recordingName({ login, sessionNumber, startedAtMs: 0 }).slice(0, -"19700101_000000".length);
}
