ALTER TABLE "candidates" ADD COLUMN "kind" text DEFAULT 'clip_candidate' NOT NULL;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "risk" text DEFAULT 'suggest_streamer' NOT NULL;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "mode" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "stream_id" text;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "suggested_duration_seconds" double precision;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "context_excerpt" text;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "mode" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "stream_id" text;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "requested_duration_seconds" double precision;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "twitch_clip_id" text;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "edit_url" text;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "clip_url" text;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "is_late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "delivery" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "tries" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "clip_jobs" ADD COLUMN "manual_retries" integer DEFAULT 0 NOT NULL;