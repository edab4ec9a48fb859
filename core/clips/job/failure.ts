// What was tried for a clip and why it failed, kept for whoever asks why the clip is not there.
import { z } from "zod";
import { cleanLine } from "#core/text/clean-line.ts";

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

export const failureReasons = [
  /** Twitch took the wish, or may have, and has shown no clip in time. */
  "create_timeout",
  "refused",
  "rate_limited",
  "unanswered",
  "no_account",
  "no_recording",
  "page_failed",
  "too_old",
] as const;

export const failureSchema = z.object({
  code: z.enum(clipErrorCodes),
  reason: z.enum(failureReasons),
  /** Sentences for a person. */
  detail: z.string().max(300),
  /** Twitch may have made the clip all the same; a retry looks for it first. */
  mayExist: z.boolean(),
});
export type ClipFailure = z.infer<typeof failureSchema>;

export const jobStages = ["cut", "find_vod", "create", "lookup", "poll", "download"] as const;
export type JobStage = (typeof jobStages)[number];

/** One thing that was tried. */
export const jobTrySchema = z.object({
  atMs: z.number().int(),
  stage: z.enum(jobStages),
  /** HTTP status, or null for a call without a usable answer and for a page's cut. */
  httpStatus: z.number().int().nullable(),
  errorCode: z.enum(clipErrorCodes).nullable(),
  detail: z.string().max(300),
});
export type JobTry = z.infer<typeof jobTrySchema>;

const keptTries = 30;

export function recordTry<Job extends { readonly tries: readonly JobTry[] }>(job: Job, tried: JobTry): Job {
  return { ...job, tries: [...job.tries, { ...tried, detail: cleanLine(tried.detail, 300) }].slice(-keptTries) };
}

/** All that a person is told of a failure. */
export function failureWords({ detail, mayExist }: ClipFailure): string {
  return mayExist ? `${detail} The clip may exist on Twitch.` : detail;
}
