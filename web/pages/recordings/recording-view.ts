// A recording in words, as its card says them.
import { channelKey, parseChannelKey, type Platform } from "#core/channel/channel-ref.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { jobEndedAtMs } from "#core/clips/board/board-rules.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { Gap } from "#core/recording/piece.ts";
import { readRecordingName } from "#core/recording/read-recording-name.ts";
import type { ListedRecording } from "../../engines/recordings/list-recordings.ts";
import { formatBytes } from "../../ui/format/format-number.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { formatWords, soundWords } from "../../ui/format/format-words.ts";
import { gapWords } from "../../ui/format/gap-words.ts";

export interface RecordingView {
  readonly title: string;
  readonly platform: Platform | null;
  /** Null for a channel that is not watched here any more. */
  readonly watchPath: string | null;
  readonly session: string | null;
  readonly when: string;
  readonly length: string;
  readonly space: string;
  /** `no gaps`, or how many and how long, then a line a cause. */
  readonly gaps: string;
  readonly causes: readonly string[];
  /** Null without any. */
  readonly ads: string | null;
  readonly format: string;
  /** What is to be said of the sound; null where there is nothing special. */
  readonly sound: string | null;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function recordingView(recording: ListedRecording, channels: readonly ChannelSummary[]): RecordingView {
  const { name, fromMs, toMs, heldMs, bytes, gaps, marks, formats } = recording;
  const channel = channels.find((one) => channelKey(one) === recording.channelKey) ?? null;
  const named = readRecordingName(name);
  const platform = parseChannelKey(recording.channelKey ?? "")?.platform ?? null;
  return {
    title: channel?.displayName ?? named?.login ?? name,
    platform,
    watchPath: channel === null ? null : `/watch/${channel.platform}/${encodeURIComponent(channel.login)}`,
    session: named === null ? null : `Session ${named.sessionNumber}`,
    when: whenWords(fromMs, toMs),
    length: formatSpan(heldMs),
    space: formatBytes(bytes),
    ...gapsIn(gaps),
    ads: marks.length === 0 ? null : `${counted(marks.length, "advertisement")}, ${lengthOf(marks)}`,
    format: formatsIn(formats),
    sound: soundWords(platform, formats),
  };
}

/** `21 November 2026, 21:05–23:15`; both days where it runs over midnight. */
function whenWords(fromMs: number, toMs: number): string {
  const [from, to] = [day.format(fromMs), day.format(toMs)];
  const end = from === to ? minute.format(toMs) : `${to}, ${minute.format(toMs)}`;
  return `${from}, ${minute.format(fromMs)}–${end}`;
}

function gapsIn(gaps: readonly Gap[]): Pick<RecordingView, "gaps" | "causes"> {
  if (gaps.length === 0) return { gaps: "no gaps", causes: [] };
  const reasons = [...new Set(gaps.map(({ reason }) => reason))];
  const causes = reasons
    .map((reason) => ({ reason, of: gaps.filter((gap) => gap.reason === reason) }))
    .map(({ reason, of }) => `${of.length} × ${gapWords({ reason })}, ${lengthOf(of)}`);
  return { gaps: `${counted(gaps.length, "gap")}, ${lengthOf(gaps)}`, causes };
}

function formatsIn(formats: ListedRecording["formats"]): string {
  const words = [...new Set(formats.map(formatWords))];
  return words.length > 3 ? `${words.length} formats, the first ${words[0]}` : words.join("; ");
}

/** Clips that are still to be cut from the footage. */
export function openJobsOf({ channelKey: key, fromMs, toMs }: ListedRecording, jobs: readonly ClipJob[]): ClipJob[] {
  return jobs.filter(
    (job) =>
      jobEndedAtMs(job) === null &&
      (job.executor === null || job.executor === "browser") &&
      channelKey(job.channel) === key &&
      job.range.fromMs < toMs &&
      job.range.toMs > fromMs,
  );
}

/** `jobs`: null where it is not known which clips are still to be made. */
export function deleteQuestion(
  { title, when, length, space }: Pick<RecordingView, "title" | "when" | "length" | "space">,
  jobs: readonly ClipJob[] | null,
): string {
  const lost = `Delete the recording of ${title}, ${when}? ${length} of footage (${space}) cannot be brought back.`;
  if (jobs === null) return `${lost} Whether clips still need it could not be looked up.`;
  if (jobs.length === 0) return lost;
  return jobs.length === 1
    ? `${lost} One clip that is still to be made needs it, and will not be made.`
    : `${lost} ${jobs.length} clips that are still to be made need it, and will not be made.`;
}

function lengthOf(ranges: readonly { fromMs: number; toMs: number }[]): string {
  return formatSpan(ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
