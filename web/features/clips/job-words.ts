// What clip jobs, their executors, their failures and their tries are called on the pages. Complete by type: a new
// status, executor, code or stage does not compile until it has words.
import type { ClipJob, Executor, FileCopy, JobStatus } from "#core/clips/job/clip-job.ts";
import type { ClipErrorCode, JobStage } from "#core/clips/job/failure.ts";

/** One word for a filter or a mark. */
export const stateNames: Record<JobStatus, string> = {
  approved: "Approved",
  queued: "Queued",
  creating: "Creating",
  polling: "Polling",
  ready: "Ready",
  failed: "Failed",
  expired: "Expired",
};

/** Who makes the clip, as a phrase. */
const executorNames: Record<Executor, string> = {
  twitch_live: "Made by Twitch from the live stream",
  twitch_vod: "Made by Twitch from the recording (VOD)",
  browser: "Cut by an open page",
};

export function executorWords({ executor }: Pick<ClipJob, "executor">): string {
  return executor === null ? "Who makes it is not decided yet" : executorNames[executor];
}

/** What a retry with this executor says on its button. */
export const retryNames: Record<Executor, string> = {
  twitch_live: "Try from the live stream",
  twitch_vod: "Try from the recording (VOD)",
  browser: "Cut in an open page",
};

/** Where a job stands. */
export function standingOf({ executor, status }: Pick<ClipJob, "executor" | "status">): string {
  return executor === null || status === "approved" ? "Approved, waits to be made" : standings[executor][status];
}

/** By who makes it. */
export const standings: Record<Executor, Record<Exclude<JobStatus, "approved">, string>> = {
  twitch_live: {
    queued: "Waits for its time at Twitch",
    creating: "Twitch is being asked for the clip",
    polling: "Twitch is making the clip",
    ready: "Ready",
    failed: "Failed",
    expired: "Expired",
  },
  twitch_vod: {
    queued: "Waits for its time at Twitch",
    creating: "Twitch is being asked for the clip of its recording",
    polling: "Twitch is making the clip",
    ready: "Ready",
    failed: "Failed",
    expired: "Expired",
  },
  browser: {
    queued: "Waits for a page that holds the footage",
    creating: "An open page is cutting it",
    polling: "Being made",
    ready: "Ready",
    failed: "Failed",
    expired: "Expired",
  },
};

/** Why a clip failed. The detail beside it, where there is one, is more exact. */
export const errorReasons: Record<ClipErrorCode, string> = {
  clip_bad_request: "The platform did not accept the request.",
  clip_unauthorized: "The connected account is not allowed to do this. It may have to be connected again.",
  clip_forbidden: "The channel does not allow clips, or not by this account.",
  clip_not_found: "The stream or its recording is not there.",
  clip_rate_limited: "The platform was asked too often.",
  clip_unknown: "It failed for an unknown reason.",
  clip_range_not_recorded: "The footage was not recorded.",
  clip_cut_failed: "The cut failed.",
  clip_upload_failed: "The upload failed.",
  clip_expired: "It waited too long.",
};

export const stageNames: Record<JobStage, string> = {
  cut: "Cut",
  find_vod: "Find the recording",
  create: "Ask for the clip",
  lookup: "Look whether it exists",
  poll: "Wait for the clip",
  download: "Fetch the file",
};

/** What became of the file of a clip that Twitch made; null where there is nothing to say. */
export const fileCopyWords: Record<FileCopy["status"], string | null> = {
  none: null,
  wanted: "Its file is being fetched from Twitch.",
  copied: null,
  failed: "Its file could not be fetched; Twitch shows the clip.",
};
