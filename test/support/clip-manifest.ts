// What the store knows of a clip when nothing special is said of it.
import type { ClipManifest } from "#core/clips/job/clip-manifest.ts";

const atMs = Date.UTC(2026, 0, 17, 16, 0, 0);

export function aManifest(part: Partial<ClipManifest> & Pick<ClipManifest, "clipId">): ClipManifest {
  return {
    jobId: "twitch-1337-m1",
    title: "A jump",
    channel: { platform: "twitch", channelId: "1337" },
    login: "someone",
    range: { fromMs: atMs - 30_000, toMs: atMs },
    streamStartedAtMs: atMs - 600_000,
    durationMs: 30_000,
    bytes: 10_000,
    fileName: "someone_1.mp4",
    hasPoster: true,
    createdAtMs: atMs,
    ...part,
  };
}
