// What a person reads of a video file of theirs: what it is, when it was and why that is believed, and what it covers.
import type { Moment } from "#core/moments/moment.ts";
import type { BeginGuess } from "#core/recording/file/file-time.ts";
import { beginOf, extentOfFile, type OwnFile } from "../../engines/files/files.types.ts";
import { formatBytes } from "../../ui/format/format-number.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { formatWords } from "../../ui/format/format-words.ts";

export interface StreamTimes {
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** `1.4 GB · MP4 · 1920×1080 H.264, AAC · 1 h 30 min`. */
export function fileFacts({ bytes, media, isGrowing }: OwnFile): string {
  if (media === null) return formatBytes(bytes);
  const format = formatWords({ video: media.picture, audio: media.sound });
  const growing = isGrowing ? ", still recording" : "";
  return [formatBytes(bytes), media.format, format, `${formatSpan(media.durationMs)}${growing}`].join(" · ");
}

const sure: Record<BeginGuess["sureness"], string> = {
  sure: "",
  likely: " This is likely; compare a picture below.",
  unsure: " This is not sure: compare a picture below and correct or confirm it, so that clips can be cut of it.",
};

/** Why it lies where it lies. */
export function tieWords(file: OwnFile): string {
  if (file.setBeginMs !== null) return "Set by you.";
  const [guess] = file.guesses;
  return guess === undefined ? "" : `${guess.reason}${sure[guess.sureness]}`;
}

export interface CoverWords {
  /** `14:32:16 to 16:02:11`, with the day where it is not that of the stream. */
  readonly times: string;
  readonly text: string;
  /** It helps nothing as it is. */
  readonly isOutside: boolean;
}

export function coverWords(
  file: OwnFile,
  stream: StreamTimes | null,
  moments: readonly Moment[],
  nowMs: number,
): CoverWords | null {
  const extent = extentOfFile(file);
  if (extent === null) return null;
  const dayOf =
    stream === null || day.format(extent.fromMs) !== day.format(stream.startedAtMs)
      ? `${day.format(extent.fromMs)}, `
      : "";
  const times = `${dayOf}${formatClock(extent.fromMs)} to ${formatClock(extent.toMs)}`;
  if (stream === null) return { times, text: "No stream was watched yet to compare it with.", isOutside: false };
  const endMs = stream.endedAtMs ?? nowMs;
  if (extent.toMs <= stream.startedAtMs || extent.fromMs >= endMs) {
    const apartMs = extent.toMs <= stream.startedAtMs ? stream.startedAtMs - extent.toMs : extent.fromMs - endMs;
    const side = extent.toMs <= stream.startedAtMs ? "before the stream began" : "after the stream ended";
    return { times, text: `It lies ${formatSpan(apartMs)} ${side}. Is it of this stream?`, isOutside: true };
  }
  const held = moments.filter(({ peakMs }) => peakMs >= extent.fromMs && peakMs < extent.toMs).length;
  if (moments.length === 0)
    return { times, text: "It covers a part of this stream; no moment was found yet.", isOutside: false };
  const noun = moments.length === 1 ? "moment" : "moments";
  return { times, text: `It covers ${held} of ${moments.length} ${noun}.`, isOutside: false };
}

/** Seconds from the stream's start to the file's beginning, to a tenth; null where one is not known. */
export function offsetSeconds(file: OwnFile, stream: StreamTimes | null): number | null {
  const beginMs = beginOf(file);
  return beginMs === null || stream === null ? null : Math.round((beginMs - stream.startedAtMs) / 100) / 10;
}

/** Null for what is no number of seconds, or more than a week. */
export function beginFromOffset(text: string, stream: StreamTimes): number | null {
  const seconds = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", ".").replace("−", "-"));
  return Number.isFinite(seconds) && Math.abs(seconds) <= 7 * 86_400
    ? Math.round(stream.startedAtMs + seconds * 1000)
    : null;
}

export interface CheckPoint {
  readonly atMs: number;
  readonly words: string;
}

/** At most this many: the newest moments are compared. */
const maxCheckPoints = 12;

/** Where a person can compare a picture: its moments, else its beginning, middle and end. */
export function checkPoints(file: OwnFile, moments: readonly Moment[]): CheckPoint[] {
  const extent = extentOfFile(file);
  if (extent === null) return [];
  const inside = moments
    .filter(({ peakMs }) => peakMs >= extent.fromMs && peakMs < extent.toMs)
    .slice(0, maxCheckPoints)
    .map(({ peakMs }) => ({ atMs: peakMs, words: `the moment at ${formatClock(peakMs)}` }));
  if (inside.length > 0) return inside;
  // The last pictures may stay unshown: the end itself holds none.
  const places = [0, 0.5, 0.99].map((part) => extent.fromMs + (extent.toMs - extent.fromMs) * part);
  const names = ["its beginning", "its middle", "its end"];
  return places.map((atMs, at) => ({ atMs, words: `${names[at] ?? ""}, ${formatClock(atMs)}` }));
}
