// Receives a clip in equal parts, so that an interrupted upload goes on where it stopped. R2 keeps the parts, the desk
// keeps which have come; only the page that has the job may send them.
import { Hono } from "hono";
import { z } from "zod";
import type { UploadState } from "#core/clips/browser/browser-lease.ts";
import type { LeasedJob, Upload } from "#core/clips/job/clip-job.ts";
import { clipFileKey, clipManifest } from "#core/clips/job/clip-manifest.ts";
import { AppError } from "#core/errors.ts";
import { unwrap } from "#core/outcome.ts";
import { footageLackSchema } from "#core/recording/footage-lack.ts";
import { defaultPartBytes as partBytes, planParts } from "#core/clips/browser/part-plan.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { body, params, query } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { passExactly, readBody } from "../http/read-body.ts";
import { sha256OfStream } from "../../adapters/sha256.ts";
import { deskOf, jobPath, pageIdSchema } from "./clip-jobs.ts";

/** Three minutes at 20 Mb/s: longer or larger than any clip this product makes. */
const maxClipBytes = 512 * 1024 * 1024;

const begin = z.object({
  pageId: pageIdSchema,
  totalBytes: z.number().int().min(1024).max(maxClipBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const partPath = jobPath.extend({ partNumber: z.coerce.number().int().min(1).max(10_000) });
const partQuery = z.object({ page_id: pageIdSchema, upload_id: z.string().min(1).max(2048) });
const finish = z.object({
  pageId: pageIdSchema,
  uploadId: z.string().max(2048),
  durationMs: z.number().positive().max(600_000),
  lacks: footageLackSchema,
});

export const uploads = new Hono<AppEnv>()
  .post("/:jobId/upload", needs("editor"), params(jobPath), body(begin), async (context) => {
    const { deps } = context.var;
    const { jobId } = context.req.valid("param");
    const { pageId, ...file } = context.req.valid("json");
    const desk = await deskOf(deps, jobId);
    const { job, clipId } = unfinished(unwrap(await desk.uploadState(jobId, pageId)));
    const present = job.upload;
    if (present && present.totalBytes === file.totalBytes && present.sha256 === file.sha256) {
      return context.json({ uploadId: present.uploadId, partBytes, parts: present.parts });
    }
    // Parts of an earlier cut are worthless and would be stored for a week.
    if (present)
      await deps.clips
        .resumeMultipartUpload(videoKey(clipId), present.uploadId)
        .abort()
        .catch(() => undefined);
    const upload = await newUpload(deps.clips, clipId);
    unwrap(await desk.beginUpload(jobId, pageId, { uploadId: upload.uploadId, ...file }));
    return context.json({ uploadId: upload.uploadId, partBytes, parts: [] });
  })
  .put("/:jobId/upload/parts/:partNumber", needs("editor"), params(partPath), query(partQuery), async (context) => {
    const { deps } = context.var;
    const { jobId, partNumber } = context.req.valid("param");
    const { page_id: pageId, upload_id: uploadId } = context.req.valid("query");
    const desk = await deskOf(deps, jobId);
    const { job, clipId } = unfinished(unwrap(await desk.uploadState(jobId, pageId)));
    if (job.upload?.uploadId !== uploadId)
      throw new AppError("conflict", "This upload has been replaced by a newer one.");
    const upload = deps.clips.resumeMultipartUpload(videoKey(clipId), uploadId);
    const part = await passExactly(context.req.raw, partBytesAt(job.upload.totalBytes, partNumber), (part) =>
      upload.uploadPart(partNumber, part),
    );
    unwrap(await desk.recordPart(jobId, pageId, uploadId, { partNumber, etag: part.etag }));
    return context.json({ partNumber, etag: part.etag });
  })
  .put(
    "/:jobId/poster",
    needs("editor"),
    params(jobPath),
    query(z.object({ page_id: pageIdSchema })),
    async (context) => {
      const { deps } = context.var;
      const { jobId } = context.req.valid("param");
      const { page_id: pageId } = context.req.valid("query");
      const { clipId } = unfinished(unwrap(await (await deskOf(deps, jobId)).uploadState(jobId, pageId)));
      const bytes = await readBody(context.req.raw, "poster");
      if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff)
        throw new AppError("not_a_clip", "The poster is not a JPEG.");
      await deps.clips.put(clipFileKey(clipId, "poster.jpg"), bytes, { httpMetadata: { contentType: "image/jpeg" } });
      return context.body(null, 204);
    },
  )
  .post("/:jobId/upload/complete", needs("editor"), params(jobPath), body(finish), async (context) => {
    const { deps } = context.var;
    const { jobId } = context.req.valid("param");
    const { pageId, uploadId, durationMs, lacks } = context.req.valid("json");
    const desk = await deskOf(deps, jobId);
    const state = unwrap(await desk.uploadState(jobId, pageId));
    if (state.status === "ready") return context.json({ job: state.job });
    const { job, clipId } = state;
    const { problem, upload } = await completeFile(deps.clips, clipId, job, uploadId);
    if (problem !== null) {
      // The joined parts are spent; whoever tries again sends them anew.
      await deps.clips.delete(videoKey(clipId));
      const { totalBytes, sha256 } = upload;
      const anew = await newUpload(deps.clips, clipId);
      unwrap(await desk.beginUpload(jobId, pageId, { uploadId: anew.uploadId, totalBytes, sha256 }));
      throw new AppError(problem);
    }
    const bytes = upload.totalBytes;
    const hasPoster = (await deps.clips.head(clipFileKey(clipId, "poster.jpg"))) !== null;
    const file = { clipId, durationMs, bytes, hasPoster };
    const manifest = JSON.stringify(clipManifest(job, file, Date.now()));
    await deps.clips.put(clipFileKey(clipId, "clip.json"), manifest, {
      httpMetadata: { contentType: "application/json" },
    });
    return context.json({ job: unwrap(await desk.complete(jobId, pageId, lacks)) });
  });

/** The files of a clip that is ready are out in the world, and stay as they are. */
function unfinished(state: UploadState): Extract<UploadState, { readonly status: "leased" }> {
  if (state.status === "ready") throw new AppError("conflict", "This clip is ready.");
  return state;
}

interface JoinedFile {
  readonly upload: Upload;
  /** Null when it is the announced MP4. */
  readonly problem: "not_a_clip" | "wrong_checksum" | null;
}

/** Joins the parts, unless an earlier call has done so and its answer was lost, and looks at what came of it. */
async function completeFile(
  clips: Deps["clips"],
  clipId: string,
  { upload }: LeasedJob,
  uploadId: string,
): Promise<JoinedFile> {
  if (upload?.uploadId !== uploadId) throw new AppError("conflict", "This upload has been replaced by a newer one.");
  const key = videoKey(clipId);
  if (upload.parts.length !== planParts(upload.totalBytes).length) throw new AppError("upload_incomplete");
  if ((await clips.head(key))?.size !== upload.totalBytes) {
    await clips.resumeMultipartUpload(key, uploadId).complete(upload.parts);
  }
  const start = await clips.get(key, { range: { offset: 0, length: 12 } });
  const brand = start ? new TextDecoder().decode((await start.arrayBuffer()).slice(4, 8)) : "";
  if (start?.size !== upload.totalBytes || brand !== "ftyp") return { upload, problem: "not_a_clip" };
  const whole = await clips.get(key);
  const isAnnounced = whole !== null && (await sha256OfStream(whole.body)) === upload.sha256;
  return { upload, problem: isAnnounced ? null : "wrong_checksum" };
}

function newUpload(clips: Deps["clips"], clipId: string): Promise<R2MultipartUpload> {
  return clips.createMultipartUpload(videoKey(clipId), { httpMetadata: { contentType: "video/mp4" } });
}

function partBytesAt(totalBytes: number, partNumber: number): number {
  const part = planParts(totalBytes).find((one) => one.partNumber === partNumber);
  if (!part) throw new AppError("bad_request", "The file has no such part.");
  return part.to - part.from;
}

function videoKey(clipId: string): string {
  return clipFileKey(clipId, "video.mp4");
}
