CREATE TABLE "candidates" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"kind" text NOT NULL,
	"risk" text NOT NULL,
	"mode" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"status" text NOT NULL,
	"moment_id" text,
	"job_id" text,
	"source" text NOT NULL,
	"source_at" timestamp (3) with time zone NOT NULL,
	"confidence" double precision NOT NULL,
	"title" text NOT NULL,
	"stream_id" text,
	"suggested_duration_seconds" double precision NOT NULL,
	"context_excerpt" text,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clip_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"action_id" text NOT NULL,
	"session_id" text NOT NULL,
	"moment_id" text,
	"candidate_source" text NOT NULL,
	"executor" text,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"title" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"stream_id" text,
	"requested_duration_seconds" double precision NOT NULL,
	"clip_id" text,
	"twitch_clip_id" text,
	"edit_url" text,
	"clip_url" text,
	"is_late" boolean NOT NULL,
	"file_copy" text,
	"tries" jsonb NOT NULL,
	"error_code" text,
	"error_reason" text,
	"error_detail" text,
	"may_exist" boolean NOT NULL,
	"attempts" integer NOT NULL,
	"manual_retries" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ready_at" timestamp (3) with time zone,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clips" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"job_id" text NOT NULL,
	"session_id" text NOT NULL,
	"moment_id" text,
	"title" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"clip_path" text NOT NULL,
	"ready_at" timestamp (3) with time zone NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "moments" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"number" integer NOT NULL,
	"onset_at" timestamp (3) with time zone NOT NULL,
	"peak_at" timestamp (3) with time zone NOT NULL,
	"detected_at" timestamp (3) with time zone NOT NULL,
	"stream_elapsed_seconds" double precision NOT NULL,
	"score" double precision NOT NULL,
	"profile" text NOT NULL,
	"explanation" text NOT NULL,
	"viewer_count" integer,
	"spike_ratio" double precision,
	"trigger_type" text NOT NULL,
	"trigger_data" jsonb NOT NULL,
	"processed" boolean NOT NULL,
	"clip_path" text,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"login" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"is_active" boolean NOT NULL,
	"viewer_count" integer,
	"peak_viewer_count" integer NOT NULL,
	"recording_path" text,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "candidates_status" ON "candidates" USING btree ("status");--> statement-breakpoint
CREATE INDEX "clip_jobs_status" ON "clip_jobs" USING btree ("status");--> statement-breakpoint
CREATE INDEX "clip_jobs_channel" ON "clip_jobs" USING btree ("platform","channel_id");--> statement-breakpoint
CREATE INDEX "clips_channel" ON "clips" USING btree ("platform","channel_id");--> statement-breakpoint
CREATE INDEX "clips_ready" ON "clips" USING btree ("ready_at");--> statement-breakpoint
CREATE INDEX "moments_session" ON "moments" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "moments_detected" ON "moments" USING btree ("detected_at");--> statement-breakpoint
CREATE INDEX "moments_processed" ON "moments" USING btree ("processed");--> statement-breakpoint
CREATE INDEX "sessions_active" ON "sessions" USING btree ("is_active");--> statement-breakpoint
CREATE INDEX "sessions_channel" ON "sessions" USING btree ("platform","channel_id");