// A clip candidate and a clip job as they are when nothing special is said of them.
import { nothingLacks } from "#core/recording/footage-lack.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { type ClipJob, clipJobSchema, type Executor, type JobStatus } from "#core/clips/job/clip-job.ts";

const atMs = Date.UTC(2026, 0, 17, 16, 0, 0);

/** Half a minute of channel `twitch:1337`, proposed because of chat. */
export function aCandidate(part: Partial<Candidate> = {}): Candidate {
  return {
    kind: "clip_candidate",
    risk: "suggest_streamer",
    schema: "clip_candidate.v1",
    candidateId: "twitch-1337-m1",
    dedupeKey: "m1",
    channel: { platform: "twitch", channelId: "1337" },
    login: "someone",
    sessionId: "twitch-1337-1",
    streamId: "4101",
    mode: "live",
    suggestedDurationSeconds: 30,
    contextExcerpt: null,
    momentId: "m1",
    momentNumber: 1,
    source: "chat_spike",
    sourceTsMs: atMs,
    confidence: 0.8,
    title: "A jump",
    range: { fromMs: atMs - 30_000, toMs: atMs },
    streamStartedAtMs: atMs - 600_000,
    isPreapproved: false,
    ...part,
  };
}

type Named<Job, Name extends PropertyKey> = Job extends { readonly [Key in Name]: infer Value } ? Value : never;
type Field = ClipJob extends infer Job ? (Job extends ClipJob ? keyof Job : never) : never;
/** Any field of any kind of job. */
export type JobPart = { readonly [Name in Field]?: Named<ClipJob, Name> | undefined };

/** A job seen as one that may have any field. */
export function fields(job: ClipJob): JobPart {
  return job;
}

export const aCreation = {
  accountId: "9001",
  earlierAccountIds: [],
  askedAtMs: atMs,
  twitchClipId: "BraveOtter-1",
  editUrl: "https://e",
};
const waiting = { nextAtMs: atMs, looks: 0, failures: 0 };
export const aFailure = {
  code: "clip_unknown",
  reason: "refused",
  detail: "It has failed for a test.",
  mayExist: false,
} as const;

/** A browser's job that waits for a page, or whatever job `part` says; what its kind lacks is filled in, the rest refused. */
export function aJob(part: JobPart = {}): ClipJob {
  const {
    status = "queued",
    executor = status === "approved" ? null : status === "polling" ? "twitch_live" : "browser",
  } = part;
  const job = { ...common(), ...own(status, executor), ...part, status, executor };
  return strictly(job);
}

/** Refuses a field that jobs of this kind do not have, which the schema alone would drop. */
function strictly(job: object): ClipJob {
  const parsed = clipJobSchema.parse(job);
  const foreign = Object.keys(job).filter((name) => !(name in parsed));
  if (foreign.length > 0)
    throw new Error(`A job that is ${parsed.status} (${parsed.executor}) has no ${foreign.join()}.`);
  return parsed;
}

function common() {
  return {
    jobId: "twitch-1337-job",
    candidateId: "twitch-1337-m1",
    channel: { platform: "twitch", channelId: "1337" },
    login: "someone",
    sessionId: "twitch-1337-1",
    momentId: "m1",
    momentNumber: 1,
    candidateSource: "chat_spike",
    mode: "live",
    requestedDurationSeconds: 30,
    streamId: "4101",
    title: "A jump",
    range: { fromMs: atMs - 30_000, toMs: atMs },
    streamStartedAtMs: atMs - 600_000,
    creation: null,
    tries: [],
    attempts: 0,
    manualRetries: 0,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  };
}

/** What jobs of this kind have of their own. */
function own(status: JobStatus, executor: Executor | null): object {
  const isTwitchs = executor !== null && executor !== "browser";
  const asking = { ...waiting, creations: 0, vod: null };
  switch (status) {
    case "approved":
      return { nextAtMs: atMs };
    case "queued":
      return isTwitchs ? { ...asking, looksFirst: false } : { upload: null };
    case "creating":
      if (isTwitchs)
        return {
          ...asking,
          creation: { ...aCreation, twitchClipId: null, editUrl: null },
          mayAskAgain: false,
          isLate: false,
        };
      return { upload: null, lease: { pageId: "page-a", expiresAtMs: atMs } };
    case "polling":
      return { ...waiting, creation: aCreation, isLate: false };
    case "ready": {
      const ready = { clipId: "abcdefgh", readyAtMs: atMs };
      if (!isTwitchs) return { ...ready, lacks: nothingLacks };
      const clipUrl = "https://clips.twitch.tv/BraveOtter-1";
      return { ...ready, creation: aCreation, clipUrl, isLate: false, fileCopy: { status: "none" } };
    }
    case "failed":
      return { failure: aFailure, alternatives: [], ...(isTwitchs ? {} : { upload: null }) };
    case "expired":
      return { failure: { ...aFailure, code: "clip_expired", reason: "too_old" } };
  }
}
