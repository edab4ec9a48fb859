// What Helix answers about clips, in its own words; only what we use, and each text with a bound.
// (dev.twitch.tv/docs/api/reference: Create Clip, Get Clips, Get Videos, Get Clips Download)
import { z } from "zod";
import { lineSchema } from "#core/text/clean-line.ts";

/** It goes into addresses and file names. */
const clipId = z.string().regex(/^[A-Za-z0-9_-]{1,120}$/);
const time = z.iso.datetime({ offset: true });
const numericId = z.string().regex(/^\d{1,20}$/);

/** Where the API itself is spoken to in the clear, on a developer's machine, its links are too; nowhere else. */
function link(apiUrl: string, maxChars: number) {
  const protocol = apiUrl.startsWith("http://") ? /^https?$/ : /^https$/;
  return z.url({ protocol }).max(maxChars);
}

export const helixError = z.object({ status: z.number().int(), message: z.string() });

/** Parsed one by one where there may be many: an item of an unknown form must not hide the others. */
export const helixList = z.object({ data: z.array(z.unknown()).max(100) });

export const helixAskedClip = (apiUrl: string) => z.object({ id: clipId, edit_url: link(apiUrl, 500) });

export const helixClip = (apiUrl: string) =>
  z.object({
    id: clipId,
    /** Shorter than the others: the address of its editor is this one with a word behind it. */
    url: link(apiUrl, 480),
    embed_url: link(apiUrl, 500),
    thumbnail_url: link(apiUrl, 500),
    creator_id: numericId,
    title: lineSchema(140),
    created_at: time,
    duration: z.number().nonnegative().max(3600),
  });

export const helixVideo = z.object({
  id: numericId,
  stream_id: numericId.nullish(),
  created_at: time,
  /** `1h2m3s`; parts that are nought are left out. */
  duration: z.string().regex(/^(?=\d)(\d{1,4}h)?(\d{1,4}m)?(\d{1,6}s)?$/),
});

export const helixDownload = (apiUrl: string) =>
  z.object({ clip_id: clipId, landscape_download_url: link(apiUrl, 4000).nullish() });
