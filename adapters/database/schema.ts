// The tables of what is asked across channels and kept for good. The first clippers' column names keep their meaning.
import { bigint, boolean, doublePrecision, index, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { JobTry } from "#core/clips/job/failure.ts";
import type { Trigger } from "#core/moments/moment.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
/** Which of two versions of a row is the newer one. */
const revision = bigint("revision", { mode: "number" }).notNull();
const channel = { platform: text("platform").notNull(), channelId: text("channel_id").notNull() };

export const sessionsTable = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    ...channel,
    login: text("login").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
    isActive: boolean("is_active").notNull(),
    viewerCount: integer("viewer_count"),
    peakViewerCount: integer("peak_viewer_count").notNull(),
    /** Always null: recordings stay in the browser that made them. The first clippers' column keeps its place. */
    recordingPath: text("recording_path"),
    revision,
  },
  (table) => [
    index("sessions_active").on(table.isActive),
    index("sessions_channel").on(table.platform, table.channelId),
  ],
);

export const momentsTable = pgTable(
  "moments",
  {
    id: text("id").primaryKey(),
    sessionId: text("session_id").notNull(),
    ...channel,
    number: integer("number").notNull(),
    onsetAt: at("onset_at").notNull(),
    peakAt: at("peak_at").notNull(),
    detectedAt: at("detected_at").notNull(),
    streamElapsedSeconds: doublePrecision("stream_elapsed_seconds").notNull(),
    score: doublePrecision("score").notNull(),
    profile: text("profile").notNull(),
    explanation: text("explanation").notNull(),
    viewerCount: integer("viewer_count"),
    spikeRatio: doublePrecision("spike_ratio"),
    triggerType: text("trigger_type").notNull(),
    triggerData: jsonb("trigger_data").$type<readonly Trigger[]>().notNull(),
    /** True once a clip of it is ready. */
    processed: boolean("processed").notNull(),
    clipPath: text("clip_path"),
    revision,
  },
  (table) => [
    index("moments_session").on(table.sessionId),
    index("moments_detected").on(table.detectedAt),
    index("moments_processed").on(table.processed),
  ],
);

export const candidatesTable = pgTable(
  "candidates",
  {
    id: text("id").primaryKey(),
    ...channel,
    kind: text("kind").notNull(),
    risk: text("risk").notNull(),
    mode: text("mode").notNull(),
    dedupeKey: text("dedupe_key").notNull(),
    status: text("status").notNull(),
    momentId: text("moment_id"),
    jobId: text("job_id"),
    source: text("source").notNull(),
    sourceAt: at("source_at").notNull(),
    confidence: doublePrecision("confidence").notNull(),
    title: text("title").notNull(),
    streamId: text("stream_id"),
    suggestedDurationSeconds: doublePrecision("suggested_duration_seconds").notNull(),
    contextExcerpt: text("context_excerpt"),
    revision,
  },
  (table) => [index("candidates_status").on(table.status)],
);

export const clipJobsTable = pgTable(
  "clip_jobs",
  {
    id: text("id").primaryKey(),
    ...channel,
    actionId: text("action_id").notNull(),
    sessionId: text("session_id").notNull(),
    momentId: text("moment_id"),
    candidateSource: text("candidate_source").notNull(),
    /** Null while nobody has decided who makes it. */
    executor: text("executor"),
    mode: text("mode").notNull(),
    status: text("status").notNull(),
    title: text("title").notNull(),
    fromAt: at("from_at").notNull(),
    toAt: at("to_at").notNull(),
    streamId: text("stream_id"),
    requestedDurationSeconds: doublePrecision("requested_duration_seconds").notNull(),
    clipId: text("clip_id"),
    twitchClipId: text("twitch_clip_id"),
    /** Where its creator edits the clip, and where everyone sees it. */
    editUrl: text("edit_url"),
    clipUrl: text("clip_url"),
    isLate: boolean("is_late").notNull(),
    /** Of a clip that Twitch made. */
    fileCopy: text("file_copy"),
    tries: jsonb("tries").$type<readonly JobTry[]>().notNull(),
    errorCode: text("error_code"),
    /** `create_timeout` and its like, where the code alone says too little. */
    errorReason: text("error_reason"),
    errorDetail: text("error_detail"),
    mayExist: boolean("may_exist").notNull(),
    attempts: integer("attempts").notNull(),
    manualRetries: integer("manual_retries").notNull(),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    readyAt: at("ready_at"),
    revision,
  },
  (table) => [
    index("clip_jobs_status").on(table.status),
    index("clip_jobs_channel").on(table.platform, table.channelId),
  ],
);

export const clipsTable = pgTable(
  "clips",
  {
    id: text("id").primaryKey(),
    ...channel,
    jobId: text("job_id").notNull(),
    sessionId: text("session_id").notNull(),
    momentId: text("moment_id"),
    title: text("title").notNull(),
    fromAt: at("from_at").notNull(),
    toAt: at("to_at").notNull(),
    clipPath: text("clip_path").notNull(),
    readyAt: at("ready_at").notNull(),
    revision,
  },
  (table) => [index("clips_channel").on(table.platform, table.channelId), index("clips_ready").on(table.readyAt)],
);
