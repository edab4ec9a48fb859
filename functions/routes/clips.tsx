// The clip link: page, video with ranges, poster, download. Open to anyone who has the address.
import { Hono } from "hono";
import { z } from "zod";
import { type ClipFile, clipFileKey, type ClipManifest, clipManifestSchema } from "#core/clips/job/clip-manifest.ts";
import { AppError } from "#core/errors.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { params } from "../http/body.ts";
import { anyone } from "../http/guards.ts";
import { fileResponse } from "../http/file-response.ts";
import { pageHeaders } from "../http/security-headers.ts";
import { ClipPage } from "../pages/clip-page.tsx";
import { embedAddress } from "../pages/embed-address.ts";
import { ErrorPage } from "../pages/error-page.tsx";

const clipPath = z.object({ clipId: z.string().regex(/^[0-9a-z]{8,40}$/) });

export const clips = new Hono<AppEnv>()
  .get("/:clipId", anyone, async (context) => {
    const url = new URL(context.req.url);
    const clip = await readManifest(context.var.deps, context.req.param("clipId"));
    const embed = clip?.twitch && clip.bytes === undefined ? embedAddress(clip.twitch.embedUrl, url) : null;
    const headers = pageHeaders("strict", url.host, embed?.origin);
    if (clip) return context.html(<ClipPage clip={clip} origin={url.origin} embed={embed} />, 200, headers);
    const sentence = "There is no clip at this address. It may not be finished yet, or it has been taken down.";
    return context.html(<ErrorPage heading="No clip here" sentence={sentence} />, 404, headers);
  })
  // A video is asked for in many small ranges, which are not counted: the limit is on pages.
  .get("/:clipId/video.mp4", params(clipPath), (context) =>
    file(context.var.deps, context.req.valid("param").clipId, "video.mp4", context.req.raw),
  )
  .get("/:clipId/poster.jpg", params(clipPath), (context) =>
    file(context.var.deps, context.req.valid("param").clipId, "poster.jpg", context.req.raw),
  )
  .get("/:clipId/download", anyone, params(clipPath), async (context) => {
    const { clipId } = context.req.valid("param");
    const clip = await readManifest(context.var.deps, clipId);
    if (!clip) throw new AppError("not_found");
    if (clip.bytes === undefined)
      throw new AppError("not_found", "There is no file of this clip here. It can be watched on its page.");
    const response = await file(context.var.deps, clipId, "video.mp4", context.req.raw);
    // The name is made of letters, digits, `_`, `-` and `.` alone, so it needs no quoting.
    response.headers.set("content-disposition", `attachment; filename="${clip.fileName}"`);
    return response;
  });

async function file(deps: Deps, clipId: string, name: ClipFile, request: Request): Promise<Response> {
  const response = await fileResponse(deps.clips, clipFileKey(clipId, name), request);
  if (!response) throw new AppError("not_found");
  return response;
}

/** Only a clip that is ready has a manifest. */
async function readManifest(deps: Deps, clipId: string): Promise<ClipManifest | null> {
  if (!clipPath.safeParse({ clipId }).success) return null;
  const stored = await deps.clips.get(clipFileKey(clipId, "clip.json"));
  return stored ? (clipManifestSchema.safeParse(await stored.json()).data ?? null) : null;
}
