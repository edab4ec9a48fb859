// When the page tells the others what it records.
import type { RecorderReport } from "#core/live/live-message.ts";
import type { RecorderStatus } from "../../engines/recorder/recorder.types.ts";

export const reportEveryMs = 5_000;

/** `status` is null for a page that has stopped recording. */
export function reportOf(pageId: string, status: RecorderStatus | null): RecorderReport {
  const recording = status?.phase === "recording";
  return { pageId, recording, fromMs: status?.fromMs ?? null, toMs: status?.toMs ?? null };
}

/** At once when recording starts or stops, otherwise every five seconds. */
export function isReportDue(
  last: { atMs: number; report: RecorderReport } | null,
  next: RecorderReport,
  nowMs: number,
): boolean {
  return last === null || last.report.recording !== next.recording || nowMs - last.atMs >= reportEveryMs;
}
