// A clip job: the work of turning one approved candidate into a clip. What it has besides the common part depends on
// where it stands and on who makes the clip; each of these shapes is one schema here, and nothing else is a job.
import { z } from "zod";
import { channelRefSchema } from "#core/channel/channel-ref.ts";
import { clipModes, maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { failureSchema, jobTrySchema } from "#core/clips/job/failure.ts";
import { footageLackSchema } from "#core/recording/footage-lack.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";

export const jobStatuses = ["approved", "queued", "creating", "polling", "ready", "failed", "expired"] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const candidateSources = ["chat_spike", "keyword", "autonomy_goal", "manual"] as const;
const twitchExecutors = ["twitch_live", "twitch_vod"] as const;
export const executors = [...twitchExecutors, "browser"] as const;
export type Executor = (typeof executors)[number];

/** How far an upload has come. Part numbers count from 1; every part but the last has the same size. */
const uploadSchema = z.object({
  uploadId: z.string().max(2048),
  totalBytes: z.number().int().positive(),
  /** SHA-256 of the file, hexadecimal: parts of two different cuts must never be joined. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  parts: z.array(z.object({ partNumber: z.number().int().positive(), etag: z.string().max(200) })).max(10_000),
});
export type Upload = z.infer<typeof uploadSchema>;

/** A creation that Twitch was sent, and that may have made a clip. */
const creationSchema = z.object({
  /** Twitch user id of the connected account that asked last, and that Twitch names as its clip's creator. */
  accountId: z.string().max(40),
  /** The other accounts that asked since it was last certain that nothing was made. */
  earlierAccountIds: z.array(z.string().max(40)).max(10),
  /** When the first one was sent; set before the call, so that a call whose answer is lost is never repeated. */
  askedAtMs: z.number().int(),
  twitchClipId: z.string().max(120).nullable(),
  /** Where its creator edits and publishes it, for at most 24 hours. */
  editUrl: z.string().max(500).nullable(),
});
export type Creation = z.infer<typeof creationSchema>;
/** Twitch has said which clip it is. */
const namedCreation = creationSchema.extend({ twitchClipId: z.string().max(120), editUrl: z.string().max(500) });

const count = z.number().int().nonnegative();
/** When the desk does something next. */
const nextAtMs = z.number().int();
/** Waiting is counted and not timed: a clock that jumps ends nothing. */
const waiting = {
  nextAtMs,
  /** Looks that found nothing at the present stage. */
  looks: count,
  /** Failures of the present stage, one after another. */
  failures: count,
};
/** Twitch has not shown the clip within 15 seconds. */
const isLate = z.boolean();

const everyJob = z.object({
  /** `twitch-1337-<unique>`; {@link jobChannel} finds the desk from it. */
  jobId: z.string().max(120),
  /** The approved candidate. */
  candidateId: z.string().max(120),
  channel: channelRefSchema,
  login: z.string().max(60),
  sessionId: z.string().max(80),
  momentId: z.string().max(80).nullable(),
  /** The number in the file name: the moment's, or 0 for a clip by hand. */
  momentNumber: count,
  candidateSource: z.enum(candidateSources),
  mode: z.enum(clipModes),
  /** Length of `range`, seconds, to a tenth. */
  requestedDurationSeconds: z.number().min(minClipSeconds).max(maxClipSeconds),
  streamId: z.string().max(40).nullable(),
  title: z.string().max(140),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  /** Null while it is certain that Twitch has made nothing. */
  creation: creationSchema.nullable(),
  /** The newest tries, oldest first. */
  tries: z.array(jobTrySchema).max(30),
  /** How often an executor has begun. */
  attempts: count,
  /** How often a person has asked to try again; at most three. */
  manualRetries: count,
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
});
/** What a job has wherever it stands. */
export type JobCore = z.infer<typeof everyJob>;

/** Nobody has decided yet who makes it. */
const approved = everyJob.extend({ status: z.literal("approved"), executor: z.null(), nextAtMs });

const vodPlace = z.object({ vodId: z.string().max(40), vodOffsetSeconds: count });
const atTwitch = everyJob.extend({ executor: z.enum(twitchExecutors) });
const askingTwitch = atTwitch.extend({
  ...waiting,
  /** Creations sent since a person last asked. */
  creations: count,
  /** The clip's end in the recording, whole seconds; null until it is found, and for a live clip. */
  vod: vodPlace.nullable(),
});
/** Waits for its time; `looksFirst`: an earlier creation is looked for before another is sent. */
const queuedAtTwitch = askingTwitch.extend({ status: z.literal("queued"), looksFirst: z.boolean() });
/**
 * A creation is under way. Without an answer nobody knows what became of it: the clip is looked for, and never asked for
 * again. Once Twitch has said that it failed, a look in vain decides that it may be asked for again.
 */
const creatingAtTwitch = askingTwitch.extend({
  status: z.literal("creating"),
  creation: creationSchema,
  mayAskAgain: z.boolean(),
  isLate,
});
/** Twitch makes the clip; it is looked for by its id. */
const polling = atTwitch.extend({ status: z.literal("polling"), creation: namedCreation, isLate, ...waiting });

/** A Twitch clip's file on its way into our store: not possible, still to be fetched, there, or given up. */
const fileCopySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("none") }),
  z.object({ status: z.literal("wanted"), ...waiting }),
  z.object({ status: z.literal("copied") }),
  z.object({ status: z.literal("failed") }),
]);
/** `clipId` is the public id of the clip link. */
const done = { status: z.literal("ready"), clipId: z.string().max(40), readyAtMs: z.number().int() };
const readyAtTwitch = atTwitch.extend({
  ...done,
  creation: namedCreation,
  /** Where everyone sees it on Twitch. */
  clipUrl: z.string().max(500),
  isLate,
  fileCopy: fileCopySchema,
});

/** An upload outlives the lease and the failure of the page that has begun it. */
const atPage = everyJob.extend({ executor: z.literal("browser"), upload: uploadSchema.nullable() });
/** Waits for a page that holds the footage. */
const queuedForPage = atPage.extend({ status: z.literal("queued") });
/** One page is at work on it. The lease ends by itself unless the page renews it. */
const leased = atPage.extend({
  status: z.literal("creating"),
  lease: z.object({ pageId: z.string().max(64), expiresAtMs: z.number().int() }),
});
const readyFromPage = everyJob.extend({ ...done, executor: z.literal("browser"), lacks: footageLackSchema });

/** What else could make this clip is chosen with a retry by hand. */
const ended = { status: z.literal("failed"), failure: failureSchema, alternatives: z.array(z.enum(executors)).max(3) };
const failedAtTwitch = atTwitch.extend(ended);
const failedAtPage = atPage.extend(ended);
const expired = everyJob.extend({
  status: z.literal("expired"),
  executor: z.enum(executors).nullable(),
  failure: failureSchema,
});

export const clipJobSchema = z.discriminatedUnion("status", [
  approved,
  z.discriminatedUnion("executor", [queuedAtTwitch, queuedForPage]),
  z.discriminatedUnion("executor", [creatingAtTwitch, leased]),
  polling,
  z.discriminatedUnion("executor", [readyAtTwitch, readyFromPage]),
  z.discriminatedUnion("executor", [failedAtTwitch, failedAtPage]),
  expired,
]);
export type ClipJob = z.infer<typeof clipJobSchema>;
export type QueuedAtTwitch = z.infer<typeof queuedAtTwitch>;
export type CreatingAtTwitch = z.infer<typeof creatingAtTwitch>;
export type PollingJob = z.infer<typeof polling>;
export type ReadyAtTwitch = z.infer<typeof readyAtTwitch>;
export type QueuedForPage = z.infer<typeof queuedForPage>;
export type LeasedJob = z.infer<typeof leased>;
export type TwitchJobAtWork = QueuedAtTwitch | CreatingAtTwitch | PollingJob;
export type FileCopy = z.infer<typeof fileCopySchema>;
