// What the public page of a clip knows: written beside the file when the clip is ready, so that a link needs nothing but
// the file store. A clip whose file is with Twitch only is shown by Twitch's own player.
import { z } from "zod";
import type { FoundClip } from "#core/clips/twitch/clip-calls.ts";
import type { JobCore } from "#core/clips/job/clip-job.ts";
import { clipFileName } from "#core/moments/clip-file-name.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";
import { channelRefSchema } from "#core/channel/channel-ref.ts";

const twitchPlayerSchema = z.object({
  /** As Get Clips names them. */
  embedUrl: z.string().max(500),
  clipUrl: z.string().max(500),
  thumbnailUrl: z.string().max(500),
});

export const clipManifestSchema = z.object({
  clipId: z.string().max(40),
  jobId: z.string().max(120),
  title: z.string().max(140),
  channel: channelRefSchema,
  login: z.string().max(60),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  durationMs: z.number().positive(),
  /** Length of the video file; absent while there is none here. */
  bytes: z.number().int().positive().optional(),
  /** Where Twitch has the clip; absent for a browser's. */
  twitch: twitchPlayerSchema.optional(),
  /** The name a download gets. */
  fileName: z.string().max(160),
  hasPoster: z.boolean(),
  createdAtMs: z.number().int(),
});
export type ClipManifest = z.infer<typeof clipManifestSchema>;

export type ClipFile = "video.mp4" | "poster.jpg" | "clip.json";

/** Where a clip's file lies in the store. */
export function clipFileKey(clipId: string, file: ClipFile): string {
  return `clips/${clipId}/${file}`;
}

export interface CompletedFile {
  readonly clipId: string;
  readonly durationMs: number;
  readonly bytes: number;
  readonly hasPoster: boolean;
}

export function clipManifest(job: JobCore, file: CompletedFile, nowMs: number): ClipManifest {
  return { ...file, ...about(job), createdAtMs: nowMs };
}

/** Of a clip that is ready on Twitch, before its file is here, if ever. */
export function twitchClipManifest(job: JobCore, clipId: string, found: FoundClip, nowMs: number): ClipManifest {
  const { embedUrl, clipUrl, thumbnailUrl } = found;
  const durationMs = Math.max(1, Math.round(found.durationSeconds * 1000));
  const twitch = { embedUrl, clipUrl, thumbnailUrl };
  return { ...about(job), clipId, durationMs, twitch, hasPoster: false, createdAtMs: nowMs };
}

/** The page of the channel on its platform, for the credit. */
export function channelAddress(clip: Pick<ClipManifest, "channel" | "login">): string {
  const host = clip.channel.platform === "twitch" ? "https://www.twitch.tv" : "https://kick.com";
  return `${host}/${encodeURIComponent(clip.login)}`;
}

function about(job: JobCore) {
  const { jobId, title, channel, login, range, streamStartedAtMs } = job;
  const streamElapsedSeconds = Math.max(0, (range.fromMs - streamStartedAtMs) / 1000);
  const fileName = clipFileName({ login, number: job.momentNumber, atMs: range.fromMs, streamElapsedSeconds });
  return { jobId, title, channel, login, range, streamStartedAtMs, fileName };
}
