// How the recorder is, in words.
import type { RecorderPhase, RecorderStatus } from "../../engines/recorder/recorder.types.ts";
import type { Tone } from "../../ui/format/feed-words.ts";
import { formatBytes, formatLag, formatValue } from "../../ui/format/format-number.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { gapMs } from "../../features/clips/gap-ms.ts";

export interface HealthView {
  readonly tone: Tone;
  /** What it is doing. */
  readonly words: string;
  /** What it holds, each a few words. */
  readonly facts: readonly string[];
}

const phases: Record<RecorderPhase, { readonly words: string; readonly tone: Tone }> = {
  starting: { words: "Recorder starting…", tone: "warn" },
  recording: { words: "Recording", tone: "good" },
  waiting: { words: "Waiting for the stream", tone: "warn" },
  full: { words: "Not recording: the disk is full", tone: "bad" },
  unshared: { words: "Not recording: this tab is not shared", tone: "plain" },
  elsewhere: { words: "Another tab of this browser records this channel", tone: "plain" },
  ended: { words: "The stream has ended; the footage is kept", tone: "plain" },
  failed: { words: "Not recording", tone: "bad" },
  stopped: { words: "Recorder stopped", tone: "plain" },
};

/** A picture further behind than this is worth a warning: clips would have to wait for it. */
const farBehindMs = 30_000;

/** `leastBytesPerMinute` is what the user has set a warning at. */
export function healthView(status: RecorderStatus, leastBytesPerMinute: number): HealthView {
  const phase = phases[status.phase];
  const facts: string[] = [];
  const { fromMs, toMs } = status;
  if (fromMs !== null && toMs !== null) {
    const keptMs = toMs - fromMs - gapMs(status.gaps, { fromMs, toMs });
    facts.push(`since ${formatClock(fromMs)}`, `${formatSpan(keptMs)} kept`, formatBytes(status.bytes));
  }
  if (status.phase === "recording" && status.behindMs !== null) facts.push(`${formatLag(status.behindMs)} behind`);
  const rate = status.phase === "recording" ? (status.storage?.bytesPerMinute ?? null) : null;
  if (rate !== null) facts.push(`${formatValue(rate / 1e6)} MB a minute`);
  const isSlow = rate !== null && rate < leastBytesPerMinute;
  if (isSlow) facts.push(`less than the ${formatValue(leastBytesPerMinute / 1e6)} MB a minute set as the least`);
  const isFarBehind = status.phase === "recording" && (status.behindMs ?? 0) > farBehindMs;
  return { words: phase.words, tone: isFarBehind || isSlow ? "warn" : phase.tone, facts };
}
