// A clip job: the work of turning one approved candidate into a clip, with everything support would ask about it.
import { z } from "zod";
import { channelRefSchema } from "#core/channel/channel-ref.ts";
import { clipModes, maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";

export const jobStatuses = ["approved", "queued", "creating", "polling", "ready", "failed", "expired"] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const candidateSources = ["chat_spike", "keyword", "autonomy_goal", "manual"] as const;
export const executors = ["twitch_live", "twitch_vod", "browser"] as const;
export type Executor = (typeof executors)[number];

export const clipErrorCodes = [
  "clip_bad_request",
  "clip_unauthorized",
  "clip_forbidden",
  "clip_not_found",
  "clip_rate_limited",
  "clip_unknown",
  "clip_range_not_recorded",
  "clip_cut_failed",
  "clip_upload_failed",
  "clip_expired",
] as const;
export type ClipErrorCode = (typeof clipErrorCodes)[number];

/** The page that is at work on a browser job. The lease ends by itself unless the page renews it. */
export const leaseSchema = z.object({ pageId: z.string().max(64), expiresAtMs: z.number().int() });

/** How far an upload has come. Part numbers count from 1; every part but the last has the same size. */
export const uploadSchema = z.object({
  uploadId: z.string().max(2048),
  totalBytes: z.number().int().positive(),
  /** SHA-256 of the file, hexadecimal: parts of two different cuts must never be joined. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  parts: z.array(z.object({ partNumber: z.number().int().positive(), etag: z.string().max(200) })).max(10_000),
});

export type Upload = z.infer<typeof uploadSchema>;

/** What Twitch knows of a clip that it is asked for. */
export const twitchClipSchema = z.object({
  /** Twitch user id of the connected account that asks, and that Twitch names as the clip's creator. */
  accountId: z.string().max(40),
  /**
   * When Create Clip was first sent; set before the call, so that a call whose answer is lost is never repeated. Null
   * while it is certain that Twitch has made nothing.
   */
  askedAtMs: z.number().int().nullable(),
  twitchClipId: z.string().max(120).nullable(),
  /** Where its creator edits and publishes it, for at most 24 hours. */
  editUrl: z.string().max(500).nullable(),
  /** Where everyone sees it. */
  clipUrl: z.string().max(500).nullable(),
  vodId: z.string().max(40).nullable(),
  /** The clip's end in the VOD, whole seconds. */
  vodOffsetSeconds: z.number().int().nonnegative().nullable(),
});
export type TwitchClip = z.infer<typeof twitchClipSchema>;

/** How far the desk has come with Twitch. Waiting is counted and not timed: a clock that jumps ends nothing. */
export const jobProgressSchema = z.object({
  /** Creations sent since a person last asked. */
  creations: z.number().int().nonnegative(),
  /** Looks that found nothing at the present stage. */
  looks: z.number().int().nonnegative(),
  /** Failures of the present stage, one after another. */
  failures: z.number().int().nonnegative(),
  /**
   * Whether a creation may have been done unseen. `refused`: Twitch failed; one look decides about another creation.
   * `unanswered`: nobody knows; the clip is looked for, and never asked for again.
   */
  doubt: z.enum(["none", "refused", "unanswered"]),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobStages = ["cut", "find_vod", "create", "lookup", "poll", "download"] as const;
export type JobStage = (typeof jobStages)[number];

/** One thing that was tried, kept for whoever asks why. */
export const jobTrySchema = z.object({
  atMs: z.number().int(),
  stage: z.enum(jobStages),
  /** HTTP status, or null for a call without a usable answer and for a page's cut. */
  httpStatus: z.number().int().nullable(),
  errorCode: z.enum(clipErrorCodes).nullable(),
  detail: z.string().max(300),
});
export type JobTry = z.infer<typeof jobTrySchema>;

/** A Twitch clip's file on its way into our store: not possible, still to be fetched, there, or given up. */
export const fileCopies = ["none", "wanted", "copied", "failed"] as const;

export const clipJobSchema = z.object({
  /** `twitch-1337-<unique>`; {@link jobChannel} finds the desk from it. */
  jobId: z.string().max(120),
  /** The approved candidate. */
  candidateId: z.string().max(120),
  channel: channelRefSchema,
  login: z.string().max(60),
  sessionId: z.string().max(80),
  momentId: z.string().max(80).nullable(),
  /** The number in the file name: the moment's, or 0 for a clip by hand. */
  momentNumber: z.number().int().nonnegative(),
  candidateSource: z.enum(candidateSources),
  executor: z.enum(executors),
  status: z.enum(jobStatuses),
  mode: z.enum(clipModes),
  /** Length of `range`, seconds, to a tenth. */
  requestedDurationSeconds: z.number().min(minClipSeconds).max(maxClipSeconds),
  streamId: z.string().max(40).nullable(),
  title: z.string().max(140),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  lease: leaseSchema.nullable(),
  upload: uploadSchema.nullable(),
  /** Null for a job that was never Twitch's. */
  twitch: twitchClipSchema.nullable(),
  progress: jobProgressSchema,
  /** Twitch has not shown the clip within 15 seconds; it is still asked for. */
  isLate: z.boolean(),
  /** When the desk does something next; null when it waits for a page, or for nothing. */
  nextAtMs: z.number().int().nullable(),
  /** What else could make this clip after a failure; chosen with a retry by hand. */
  alternatives: z.array(z.enum(executors)).max(3),
  fileCopy: z.enum(fileCopies),
  /** The newest tries, oldest first. */
  tries: z.array(jobTrySchema).max(30),
  /** The public id of the clip link, set when ready. */
  clipId: z.string().max(40).nullable(),
  errorCode: z.enum(clipErrorCodes).nullable(),
  errorDetail: z.string().max(300).nullable(),
  /** How often an executor has begun. */
  attempts: z.number().int().nonnegative(),
  /** How often a person has asked to try again; at most three. */
  manualRetries: z.number().int().nonnegative(),
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
  readyAtMs: z.number().int().nullable(),
});
export type ClipJob = z.infer<typeof clipJobSchema>;
