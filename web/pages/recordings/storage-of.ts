// The room that the listed recordings take, as a page that records nothing itself knows it.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { footageBytesPerMinute } from "#core/recording/growth.ts";
import { nextToGo } from "#core/recording/next-to-go.ts";
import { pinnedBytes, type RecordingStanding, type StoredRecording } from "#core/recording/plan-freeing.ts";
import { sparedMs } from "#core/recording/storage-budget.ts";
import type { ListedRecording } from "../../engines/recordings/list-recordings.ts";
import type { StorageStatus } from "../../engines/recordings/storage-status.ts";
import { openJobsOf } from "./recording-view.ts";

/** What the disk itself refuses is known to the page that records alone, so the budget is what counts here. */
export function storageOf(
  recordings: readonly ListedRecording[],
  jobs: readonly ClipJob[],
  budgetBytes: number,
): StorageStatus {
  const stored = recordings.map((one): StoredRecording => ({
    name: one.name,
    standing: standingOf(one),
    pieces: one.read.pieces,
    pins: openJobsOf(one, jobs).map(({ range }) => range),
  }));
  const running = recordings.filter(({ isRunning }) => isRunning);
  const rates = running.map(({ read }) => footageBytesPerMinute(read.pieces) ?? 0);
  const usedBytes = sum(recordings.map(({ bytes }) => bytes));
  const newestMs = Math.max(0, ...running.map(({ toMs }) => toMs));
  return {
    ...{ usedBytes, budgetBytes, limitBytes: null, bytesPerMinute: null, freed: [] },
    keptBytes: sum(recordings.map(({ isKept, bytes }) => (isKept ? bytes : 0))),
    pinnedBytes: pinnedBytes(stored),
    footageBytesPerMinute: footageBytesPerMinute((running[0] ?? recordings[0])?.read.pieces ?? []),
    next: nextToGo({
      recordings: stored,
      roomBytes: budgetBytes - usedBytes,
      bytesPerMinute: sum(rates),
      beforeMs: newestMs - sparedMs,
    }),
  };
}

function standingOf({ isKept, isRunning }: ListedRecording): RecordingStanding {
  if (isKept) return "kept";
  return isRunning ? "running" : "ended";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
