// Where a clip job stands, in words, and what a person can do about it.
import type { ClipErrorCode, ClipJob } from "#core/clips/clip-job.ts";
import { maxManualRetries } from "#core/clips/job-step.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { Gap } from "#core/recording/segment.ts";
import type { JobProgress } from "../clips/clip-runner.types.ts";
import type { Tone } from "../format/feed-words.ts";
import { formatSpan } from "../format/format-span.ts";
import { gapMs } from "./gap-ms.ts";

export interface ClipView {
  readonly tone: Tone;
  readonly words: string;
  /** 0 to 1 while this page is at work on it, null when how far it is cannot be told, undefined when nothing runs. */
  readonly fraction: number | null | undefined;
  readonly canRetry: boolean;
  /** No page is at work on it, and this one has not recorded what it needs. */
  readonly lacksFootage: boolean;
}

interface Here {
  /** This page's work on the job, if any. */
  readonly progress: JobProgress | undefined;
  readonly pageId: string;
  /** First and newest recorded picture of this page, epoch milliseconds; null when it has recorded nothing. */
  readonly recordedFromMs: number | null;
  readonly recordedToMs: number | null;
  /** What this page's recording lacks between the two. */
  readonly gaps: readonly Gap[];
}

const reasons: Record<ClipErrorCode, string> = {
  clip_bad_request: "The platform did not accept the request.",
  clip_unauthorized: "The platform asks for a new sign-in.",
  clip_forbidden: "The platform does not allow clips of this channel.",
  clip_not_found: "The stream is no longer there.",
  clip_rate_limited: "Too many clips at once.",
  clip_unknown: "It failed for an unknown reason.",
  clip_range_not_recorded: "The footage was not recorded.",
  clip_cut_failed: "The cut failed.",
  clip_upload_failed: "The upload failed.",
  clip_expired: "It waited too long.",
};

const stages: Record<JobProgress["stage"], string> = {
  waiting_for_footage: "Waiting for footage",
  cutting: "Cutting",
  uploading: "Uploading",
  finishing: "Finishing",
};

export function clipView(job: ClipJob, here: Here): ClipView {
  const still = { fraction: undefined, canRetry: false, lacksFootage: false };
  switch (job.status) {
    case "approved":
      return { ...still, tone: "plain", words: "Approved" };
    case "queued":
    case "creating":
    case "polling":
      return { ...still, ...underWay(job, here) };
    case "ready":
      return { ...still, tone: "good", words: "Ready" };
    case "failed":
      return { ...still, tone: "bad", words: reasonOf(job), canRetry: job.manualRetries < maxManualRetries };
    case "expired":
      return { ...still, tone: "bad", words: `Expired. ${job.errorDetail ?? reasons.clip_expired}` };
  }
}

function underWay(
  job: ClipJob,
  { progress, pageId, recordedFromMs, recordedToMs, gaps }: Here,
): Pick<ClipView, "tone" | "words" | "fraction"> & Partial<ClipView> {
  if (progress) {
    const stage = stages[progress.stage];
    const percent = `${Math.round(progress.fraction * 100)} %`;
    const isFilling = progress.stage === "waiting_for_footage";
    const lacksMs = isFilling && recordedToMs !== null ? job.range.toMs - recordedToMs : 0;
    const words = isFilling ? (lacksMs > 0 ? `${stage}, ${formatSpan(lacksMs)} to go` : stage) : `${stage} ${percent}`;
    return { tone: "plain", words, fraction: progress.fraction };
  }
  if (job.lease && job.lease.pageId !== pageId) {
    return { tone: "plain", words: "Another page is cutting it", fraction: null };
  }
  if (job.status !== "queued") return { tone: "plain", words: "Being made", fraction: null };
  return recordedFromMs === null || recordedFromMs > job.range.fromMs || isMostlyMissing(job.range, gaps)
    ? { tone: "plain", words: "Waits for a page that holds the footage", fraction: undefined, lacksFootage: true }
    : { tone: "plain", words: "In the queue", fraction: 0 };
}

/** The clip runner leaves such a clip to a page that holds more of it. */
function isMostlyMissing(range: TimeRange, gaps: readonly Gap[]): boolean {
  return gapMs(gaps, range) > (range.toMs - range.fromMs) / 2;
}

function reasonOf(job: ClipJob): string {
  const reason = reasons[job.errorCode ?? "clip_unknown"];
  return job.errorDetail && job.errorDetail !== reason ? `${reason} ${job.errorDetail}` : reason;
}
