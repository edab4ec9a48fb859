// What the connection of a page carries across hibernation.
import type { MessageAllowance } from "#core/live/message-allowance.ts";
import type { RecorderReport } from "#core/live/live-message.ts";

export interface PageState {
  readonly pageId: string;
  /** The session that opened it, hashed; empty until that is worked out. */
  readonly tokenHash: string;
  /** Whose session it is; null until the workspace has said so, and till then the page is told nothing. */
  readonly member: string | null;
  /** Its recorder is told to the others; footage is the work of editors. */
  readonly mayRecord: boolean;
  readonly report: RecorderReport | null;
  readonly allowance: MessageAllowance;
}

/** Of several connections of one page the last one counts. */
export function recorderReports(pages: readonly PageState[]): RecorderReport[] {
  const reports = new Map<string, RecorderReport>();
  for (const { pageId, member, report } of pages) if (member !== null && report) reports.set(pageId, report);
  return [...reports.values()];
}

export function isSameReport(a: RecorderReport | null, b: RecorderReport): boolean {
  return a !== null && a.recording === b.recording && a.fromMs === b.fromMs && a.toMs === b.toMs;
}
