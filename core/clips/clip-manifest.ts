// What the public page of a clip knows: written beside the file when it is complete, so that a link needs nothing but
// the file store.
import { z } from "zod";
import type { ClipJob } from "#core/clips/clip-job.ts";
import { timeRangeSchema } from "#core/moments/moment.ts";
import { channelRefSchema } from "#core/platform.ts";

export const clipManifestSchema = z.object({
  clipId: z.string().max(40),
  jobId: z.string().max(120),
  title: z.string().max(140),
  channel: channelRefSchema,
  login: z.string().max(60),
  range: timeRangeSchema,
  streamStartedAtMs: z.number().int(),
  durationMs: z.number().positive(),
  bytes: z.number().int().positive(),
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
  readonly fileName: string;
}

export function clipManifest(job: ClipJob, file: CompletedFile, nowMs: number): ClipManifest {
  const { jobId, title, channel, login, range, streamStartedAtMs } = job;
  return { ...file, jobId, title, channel, login, range, streamStartedAtMs, createdAtMs: nowMs };
}

/** The page of the channel on its platform, for the credit. */
export function channelAddress(clip: Pick<ClipManifest, "channel" | "login">): string {
  const host = clip.channel.platform === "twitch" ? "https://www.twitch.tv" : "https://kick.com";
  return `${host}/${encodeURIComponent(clip.login)}`;
}
