// A clip job: the work of turning one approved candidate into a clip, with everything support would ask about it.
import { z } from "zod";
import { channelRefSchema } from "#core/platform.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";

export const jobStatuses = ["approved", "queued", "creating", "polling", "ready", "failed", "expired"] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const candidateSources = ["chat_spike", "keyword", "autonomy_goal", "manual"] as const;
export const executors = ["twitch_live", "twitch_vod", "browser"] as const;

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

export const clipJobSchema = z.object({
  /** `twitch-1337-<unique>`; {@link jobChannel} finds the desk from it. */
  jobId: z.string().max(120),
  /** The approved candidate. */
  actionId: z.string().max(120),
  channel: channelRefSchema,
  login: z.string().max(60),
  sessionId: z.string().max(80),
  momentId: z.string().max(80).nullable(),
  /** The number in the file name: the moment's, or 0 for a clip by hand. */
  momentNumber: z.number().int().nonnegative(),
  candidateSource: z.enum(candidateSources),
  executor: z.enum(executors),
  status: z.enum(jobStatuses),
  title: z.string().max(140),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  lease: leaseSchema.nullable(),
  upload: uploadSchema.nullable(),
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
