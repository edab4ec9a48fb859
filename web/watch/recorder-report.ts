// When the page tells the others what it records.
import type { RecorderReport } from "#core/live/live-message.ts";
import type { RecorderStatus } from "../recorder/recorder.types.ts";

export const reportEveryMs = 5_000;

export function reportOf(pageId: string, status: RecorderStatus): RecorderReport {
  return { pageId, recording: status.phase === "recording", fromMs: status.fromMs, toMs: status.toMs };
}

/** At once when recording starts or stops, otherwise every five seconds. */
export function isReportDue(
  last: { atMs: number; report: RecorderReport } | null,
  next: RecorderReport,
  nowMs: number,
): boolean {
  return last === null || last.report.recording !== next.recording || nowMs - last.atMs >= reportEveryMs;
}
