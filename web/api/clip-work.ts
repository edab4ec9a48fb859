// What a page asks of the server while it works on a clip job: lease, upload, complete, fail.
import { cutText } from "#core/text/cut-text.ts";
import { z } from "zod";
import { clipJobSchema, type ClipJob } from "#core/clips/job/clip-job.ts";
import type { FootageLack } from "#core/recording/footage-lack.ts";
import type { ClipErrorCode } from "#core/clips/job/failure.ts";
import { nothing, request, type Ask } from "./request.ts";

export interface UploadTicket {
  readonly uploadId: string;
  readonly partBytes: number;
  /** What the server has already. */
  readonly parts: readonly { readonly partNumber: number }[];
}

/** Throws as `request` does. */
export interface ClipWork {
  lease(jobId: string): Promise<ClipJob>;
  renew(jobId: string): Promise<ClipJob>;
  release(jobId: string): Promise<void>;
  fail(jobId: string, errorCode: ClipErrorCode, detail: string): Promise<void>;
  startUpload(
    jobId: string,
    file: { readonly totalBytes: number; readonly sha256: string },
    signal: AbortSignal,
  ): Promise<UploadTicket>;
  putPart(jobId: string, uploadId: string, partNumber: number, bytes: Blob, signal: AbortSignal): Promise<void>;
  putPoster(jobId: string, jpeg: Blob, signal: AbortSignal): Promise<void>;
  complete(
    jobId: string,
    uploadId: string,
    cut: { readonly durationMs: number; readonly lacks: FootageLack },
    signal: AbortSignal,
  ): Promise<ClipJob>;
}

const jobAnswer = z.object({ job: clipJobSchema });
const ticketSchema = z.object({
  uploadId: z.string().min(1).max(2048),
  // A Worker takes no body above 100 MB.
  partBytes: z.number().int().positive().max(100_000_000),
  parts: z.array(z.object({ partNumber: z.number().int().positive() })).max(10_000),
});
/** 8 MiB at half a megabit a second. */
const partTimeoutMs = 150_000;

/** `pageId` is whom the server knows as the holder of the lease. */
export function openClipWork(pageId: string): ClipWork {
  const pathOf = (jobId: string, rest: string) => `/api/clip-jobs/${encodeURIComponent(jobId)}/${rest}`;
  const post = <T>(path: string, schema: z.ZodType<T>, body: object, ask: Ask = {}) =>
    request(path, schema, { method: "POST", body: { pageId, ...body }, ...ask });

  return {
    lease: async (jobId) => (await post(pathOf(jobId, "lease"), jobAnswer, {})).job,
    renew: async (jobId) => (await post(pathOf(jobId, "lease"), jobAnswer, {}, { method: "PUT" })).job,
    // The page may be closing: the request has to outlive it.
    release: (jobId) => post(pathOf(jobId, "release"), nothing, {}, { keepalive: true }),
    async fail(jobId, errorCode, detail) {
      await post(pathOf(jobId, "fail"), z.unknown(), { errorCode, detail: cutText(detail, 300) });
    },
    startUpload: (jobId, file, signal) => post(pathOf(jobId, "upload"), ticketSchema, file, { signal }),
    async putPart(jobId, uploadId, partNumber, bytes, signal) {
      const query = new URLSearchParams({ page_id: pageId, upload_id: uploadId });
      const path = pathOf(jobId, `upload/parts/${partNumber}?${query}`);
      await request(path, z.unknown(), { method: "PUT", body: bytes, timeoutMs: partTimeoutMs, signal });
    },
    async putPoster(jobId, jpeg, signal) {
      const path = pathOf(jobId, `poster?${new URLSearchParams({ page_id: pageId })}`);
      await request(path, z.unknown(), { method: "PUT", body: jpeg, signal });
    },
    complete: async (jobId, uploadId, cut, signal) =>
      (await post(pathOf(jobId, "upload/complete"), jobAnswer, { uploadId, ...cut }, { signal })).job,
  };
}
