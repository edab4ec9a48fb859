// The calls to Helix that a connected account makes for a clip desk. Each makes exactly one HTTP request.
import type { z } from "zod";
import type {
  AskedClip,
  ClipDownload,
  FoundClip,
  FoundVod,
  LiveClipRequest,
  VodClipRequest,
} from "#core/clips/twitch/clip-calls.ts";
import type { PlatformApp } from "../config.ts";
import { callHelix, type HelixResult } from "./helix-call.ts";
import { helixAskedClip, helixClip, helixDownload, helixList, helixVideo } from "./helix-clips.external.ts";

const maxClipsPerCall = 100;
const maxDownloadsPerCall = 10;
const minuteMs = 60_000;

export function createLiveClip(
  app: PlatformApp,
  token: string,
  { broadcasterId, title, durationSeconds }: LiveClipRequest,
): Promise<HelixResult<AskedClip>> {
  const query = { broadcaster_id: broadcasterId, title, duration: tenths(durationSeconds) };
  return callHelix(app, token, { method: "POST", path: "/clips", query, read: askedClip(app) });
}

export function createVodClip(
  app: PlatformApp,
  token: string,
  request: VodClipRequest,
): Promise<HelixResult<AskedClip>> {
  const query = {
    editor_id: request.editorId,
    broadcaster_id: request.broadcasterId,
    vod_id: request.vodId,
    vod_offset: String(request.vodOffsetSeconds),
    title: request.title,
    duration: tenths(request.durationSeconds),
  };
  return callHelix(app, token, { method: "POST", path: "/videos/clips", query, read: askedClip(app) });
}

export function getClips(
  app: PlatformApp,
  token: string,
  twitchClipIds: readonly string[],
): Promise<HelixResult<FoundClip[]>> {
  const query = { id: twitchClipIds.slice(0, maxClipsPerCall), first: String(maxClipsPerCall) };
  return callHelix(app, token, { method: "GET", path: "/clips", query, read: foundClips(app) });
}

/** Helix reads the times to the minute, so it is asked for whole minutes and the rest is left out here. */
export function findClips(
  app: PlatformApp,
  token: string,
  span: { readonly broadcasterId: string; readonly fromMs: number; readonly toMs: number },
): Promise<HelixResult<FoundClip[]>> {
  const query = {
    broadcaster_id: span.broadcasterId,
    started_at: isoSecond(Math.floor(span.fromMs / minuteMs) * minuteMs),
    ended_at: isoSecond((Math.floor(span.toMs / minuteMs) + 1) * minuteMs),
    first: String(maxClipsPerCall),
  };
  const read = (body: unknown) =>
    foundClips(app)(body)
      // Times are told in whole seconds: a clip of this second may bear a time just before `fromMs`.
      ?.filter(({ createdAtMs }) => createdAtMs > span.fromMs - 1000 && createdAtMs <= span.toMs)
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs) ?? null;
  return callHelix(app, token, { method: "GET", path: "/clips", query, read });
}

export function findVods(app: PlatformApp, token: string, broadcasterId: string): Promise<HelixResult<FoundVod[]>> {
  const query = { user_id: broadcasterId, type: "archive", first: "20" };
  const read = each(helixVideo, (video) => ({
    vodId: video.id,
    streamId: video.stream_id ?? null,
    startedAtMs: Date.parse(video.created_at),
    durationSeconds: vodSeconds(video.duration),
  }));
  return callHelix(app, token, { method: "GET", path: "/videos", query, read });
}

export function getDownloads(
  app: PlatformApp,
  token: string,
  request: { readonly broadcasterId: string; readonly editorId: string; readonly ids: readonly string[] },
): Promise<HelixResult<ClipDownload[]>> {
  const query = {
    editor_id: request.editorId,
    broadcaster_id: request.broadcasterId,
    clip_id: request.ids.slice(0, maxDownloadsPerCall),
  };
  const read = each(helixDownload(app.apiUrl), (download) => ({
    twitchClipId: download.clip_id,
    landscapeUrl: download.landscape_download_url ?? null,
  }));
  return callHelix(app, token, { method: "GET", path: "/clips/downloads", query, read });
}

function askedClip({ apiUrl }: PlatformApp): (body: unknown) => AskedClip | null {
  const read = each(helixAskedClip(apiUrl), (clip) => ({ twitchClipId: clip.id, editUrl: clip.edit_url }));
  return (body) => read(body)?.[0] ?? null;
}

function foundClips({ apiUrl }: PlatformApp): (body: unknown) => FoundClip[] | null {
  return each(helixClip(apiUrl), (clip) => ({
    twitchClipId: clip.id,
    clipUrl: clip.url,
    embedUrl: clip.embed_url,
    thumbnailUrl: clip.thumbnail_url,
    creatorId: clip.creator_id,
    title: clip.title,
    createdAtMs: Date.parse(clip.created_at),
    durationSeconds: clip.duration,
  }));
}

/** Null where the whole is no list; items of an unknown form are left out. */
function each<In, Out>(schema: z.ZodType<In>, map: (item: In) => Out): (body: unknown) => Out[] | null {
  return (body) =>
    helixList.safeParse(body).data?.data.flatMap((item) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [map(parsed.data)] : [];
    }) ?? null;
}

function tenths(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}

function isoSecond(atMs: number): string {
  return new Date(atMs).toISOString().replace(".000Z", "Z");
}

function vodSeconds(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
