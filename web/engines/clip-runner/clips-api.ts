// The routes by which a page works on a clip job: lease, upload, complete, fail.
import { z } from "zod";
import { clipJobSchema, type ClipErrorCode, type ClipJob } from "#core/clips/job/clip-job.ts";
import { AppError, errorKinds, type AppErrorCode } from "#core/errors.ts";

export interface UploadTicket {
  readonly uploadId: string;
  readonly partBytes: number;
  /** What the server has already. */
  readonly parts: readonly { readonly partNumber: number }[];
}

/** Expected failures are {@link AppError}s; no answer, or one that cannot be understood, is a plain Error and worth another try. */
export interface ClipsApi {
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
  complete(jobId: string, uploadId: string, durationMs: number, signal: AbortSignal): Promise<ClipJob>;
}

const jobAnswer = z.object({ job: clipJobSchema });
const ticketSchema = z.object({
  uploadId: z.string().min(1).max(2048),
  // A Worker takes no body above 100 MB.
  partBytes: z.number().int().positive().max(100_000_000),
  parts: z.array(z.object({ partNumber: z.number().int().positive() })).max(10_000),
});
const errorSchema = z.object({ error: z.object({ code: z.string().max(60), message: z.string().max(1000) }) });
const shortTimeoutMs = 20_000;
/** 8 MiB at half a megabit a second. */
const partTimeoutMs = 150_000;

export function createClipsApi(pageId: string): ClipsApi {
  const pathOf = (jobId: string, rest: string) => `/api/clip-jobs/${encodeURIComponent(jobId)}/${rest}`;
  const json = async <T>(
    method: string,
    path: string,
    body: object,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const headers = { "content-type": "application/json" };
    const answer = await send(
      path,
      { method, headers, body: JSON.stringify({ pageId, ...body }) },
      shortTimeoutMs,
      signal,
    );
    const parsed = schema.safeParse(answer.status === 204 ? undefined : await answer.json().catch(() => null));
    if (!parsed.success) throw new Error("The server answered in a way this page does not understand.");
    return parsed.data;
  };
  const job = async (method: string, path: string, body: object = {}, signal?: AbortSignal) =>
    (await json(method, path, body, jobAnswer, signal)).job;

  return {
    lease: (jobId) => job("POST", pathOf(jobId, "lease")),
    renew: (jobId) => job("PUT", pathOf(jobId, "lease")),
    async release(jobId) {
      // The page may be closing: the request has to outlive it.
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ pageId }),
      };
      await send(pathOf(jobId, "release"), { ...init, keepalive: true }, shortTimeoutMs);
    },
    async fail(jobId, errorCode, detail) {
      await json("POST", pathOf(jobId, "fail"), { errorCode, detail: detail.slice(0, 300) }, z.unknown());
    },
    startUpload: (jobId, file, signal) => json("POST", pathOf(jobId, "upload"), file, ticketSchema, signal),
    async putPart(jobId, uploadId, partNumber, bytes, signal) {
      const query = new URLSearchParams({ page_id: pageId, upload_id: uploadId });
      await send(
        pathOf(jobId, `upload/parts/${partNumber}?${query}`),
        { method: "PUT", body: bytes },
        partTimeoutMs,
        signal,
      );
    },
    async putPoster(jobId, jpeg, signal) {
      const query = new URLSearchParams({ page_id: pageId });
      const init = { method: "PUT", body: jpeg, headers: { "content-type": "image/jpeg" } };
      await send(pathOf(jobId, `poster?${query}`), init, shortTimeoutMs, signal);
    },
    complete: (jobId, uploadId, durationMs, signal) =>
      job("POST", pathOf(jobId, "upload/complete"), { uploadId, durationMs }, signal),
  };
}

async function send(path: string, init: RequestInit, timeoutMs: number, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let answer: Response;
  try {
    answer = await fetch(path, {
      ...init,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error("The server cannot be reached.", { cause });
  }
  if (answer.ok) return answer;
  const body = errorSchema.safeParse(await answer.json().catch(() => null)).data;
  if (body !== undefined && isKnown(body.error.code)) throw new AppError(body.error.code, body.error.message);
  throw new Error(`The server answered with ${answer.status}.`);
}

function isKnown(code: string): code is AppErrorCode {
  return Object.hasOwn(errorKinds, code);
}
