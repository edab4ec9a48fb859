// The files of a Twitch clip in our store: its page's manifest, and, where Twitch gives it, the video and a picture.
import {
  type BoundedAnswer,
  fetchNamed,
  NoAnswerError,
  type NoAnswerReason,
  readAll,
} from "../../adapters/http/bounded-fetch.ts";
import { outboundLimits } from "../../adapters/http/outbound-limits.ts";
import type { FoundClip } from "#core/clips/twitch/clip-calls.ts";
import type { JobCore } from "#core/clips/job/clip-job.ts";
import {
  type ClipManifest,
  clipFileKey,
  clipManifestSchema,
  twitchClipManifest,
} from "#core/clips/job/clip-manifest.ts";
import type { CopyResult } from "#core/clips/twitch/copy-step.ts";

/** Where Twitch keeps the files of clips. */
const twitchHosts = [".twitch.tv", ".twitchcdn.net", ".jtvnw.net", ".ttvnw.net"];

/** Before the job is ready, and so before there is a video; repeatable. */
export async function storeTwitchManifest(
  clips: R2Bucket,
  job: JobCore,
  clipId: string,
  found: FoundClip,
): Promise<void> {
  await putManifest(clips, twitchClipManifest(job, clipId, found, Date.now()));
}

/** Copies the video and its picture, and tells the clip's page of them. `apiUrl` is where this deployment finds Twitch. */
export async function copyTwitchFile(
  clips: R2Bucket,
  clipId: string,
  videoUrl: string,
  apiUrl: string,
): Promise<CopyResult> {
  const stored = await clips.get(clipFileKey(clipId, "clip.json"));
  const manifest = stored ? clipManifestSchema.safeParse(await stored.json()).data : undefined;
  if (!manifest) return { status: "unusable", detail: "The clip's page is gone." };
  const copied = await copyVideo(clips, clipId, videoUrl, apiUrl);
  if (typeof copied === "string") return { status: "unusable", detail: copied };
  const hasPoster = await copyPoster(clips, clipId, manifest.twitch?.thumbnailUrl ?? "", apiUrl).catch(() => false);
  await putManifest(clips, { ...manifest, bytes: copied, hasPoster });
  return { status: "copied" };
}

/** Twitch names the address; where it leads is not left to it. */
export function isTwitchFile(address: string, apiUrl: string): boolean {
  const [url, api] = [URL.parse(address), URL.parse(apiUrl)];
  if (!url || !api) return false;
  if (url.protocol === "https:" && twitchHosts.some((host) => url.hostname.endsWith(host))) return true;
  return api.hostname !== "api.twitch.tv" && url.origin === api.origin;
}

/** Its length, or what was wrong with it. */
async function copyVideo(clips: R2Bucket, clipId: string, address: string, apiUrl: string): Promise<number | string> {
  if (!isTwitchFile(address, apiUrl)) return "Twitch named an address that is not one of its file servers.";
  try {
    return await fetchNamed(outboundLimits.clipVideo, address, apiUrl, (answer) => keepVideo(clips, clipId, answer));
  } catch (error) {
    if (error instanceof NoAnswerError) return noAnswer[error.reason];
    throw error;
  }
}

const noAnswer: Record<NoAnswerReason, string> = {
  unreachable: "Twitch's file server did not answer.",
  timed_out: "Twitch's file server did not answer in time.",
  cut_off: "The file did not come whole.",
  too_large: "The file is larger than any clip we keep.",
  redirected: "Twitch's file server led to another address.",
  forbidden: "Twitch named an address that is not one of its file servers.",
};

async function keepVideo(clips: R2Bucket, clipId: string, answer: BoundedAnswer): Promise<number | string> {
  const length = Number(answer.headers.get("content-length") ?? Number.NaN);
  if (answer.status !== 200) return `Twitch's file server answered ${answer.status}.`;
  if (!answer.body || !(length >= 12)) return "Twitch's file server did not say how long the file is.";
  const reader = answer.body.getReader();
  const start = await firstBytes(reader);
  if (new TextDecoder().decode(start.slice(4, 8)) !== "ftyp")
    return "What Twitch's file server sent is not an MP4 video.";
  // Fails when fewer or more bytes come than were said, and then nothing is stored.
  const { readable, writable } = new FixedLengthStream(length);
  const options = { httpMetadata: { contentType: "video/mp4" } };
  const [put, passed] = await Promise.allSettled([
    clips.put(clipFileKey(clipId, "video.mp4"), readable, options),
    passOn(start, reader, writable),
  ]);
  if (put.status === "rejected" || passed.status === "rejected") return "The file did not come whole.";
  return length;
}

async function firstBytes(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  let start = new Uint8Array();
  // A chunk may be empty, and the first may be short; twelve bytes are there within a few.
  for (let chunks = 0; start.length < 12 && chunks < 16; chunks++) {
    const { value, done } = await reader.read();
    if (done) break;
    const joined = new Uint8Array(start.length + value.length);
    joined.set(start);
    joined.set(value, start.length);
    start = joined;
  }
  return start;
}

async function passOn(
  start: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  to: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = to.getWriter();
  try {
    await writer.write(start);
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      // Refuses what is beyond the said length, which bounds this loop.
      await writer.write(value);
    }
    await writer.close();
  } catch (error) {
    await Promise.allSettled([writer.abort(error), reader.cancel(error)]);
    throw error;
  }
}

async function copyPoster(clips: R2Bucket, clipId: string, address: string, apiUrl: string): Promise<boolean> {
  if (!isTwitchFile(address, apiUrl)) return false;
  return fetchNamed(outboundLimits.clipPoster, address, apiUrl, (answer) => keepPoster(clips, clipId, answer));
}

async function keepPoster(clips: R2Bucket, clipId: string, answer: BoundedAnswer): Promise<boolean> {
  if (answer.status !== 200) return false;
  const bytes = await readAll(answer.body);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return false;
  await clips.put(clipFileKey(clipId, "poster.jpg"), bytes, { httpMetadata: { contentType: "image/jpeg" } });
  return true;
}

async function putManifest(clips: R2Bucket, manifest: ClipManifest): Promise<void> {
  const options = { httpMetadata: { contentType: "application/json" } };
  await clips.put(clipFileKey(manifest.clipId, "clip.json"), JSON.stringify(manifest), options);
}
