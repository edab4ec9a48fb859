// The clip job routes over the desk's own rules, with the bytes in memory, so that a test can interrupt, refuse and look.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FootageLack } from "#core/recording/footage-lack.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { ClipErrorCode } from "#core/clips/job/failure.ts";
import {
  beginUpload,
  completeJob,
  failJob,
  leasedBy,
  leaseJob,
  recordPart,
  releaseLease,
  renewLease,
} from "#core/clips/browser/browser-lease.ts";
import { AppError, errorKinds } from "#core/errors.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import { planParts } from "#core/clips/browser/part-plan.ts";
import { aJob, fields } from "./clip-builders.ts";

type PartAnswer = "take" | "cut_line" | "hang" | "too_large";

export interface ClipDeskServer {
  readonly jobs: Map<string, ClipJob>;
  /** Every route that was asked, as `lease twitch-1-a` or `part twitch-1-a 2`. */
  readonly asked: string[];
  /** The finished clips, whole. */
  readonly clips: Map<string, Buffer>;
  readonly posters: Map<string, Buffer>;
  /** What happens to a part that arrives. */
  onPart: (partNumber: number) => PartAnswer;
  add(jobId: string, range: TimeRange): ClipJob;
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Smaller than the real parts, so that a short clip has several. */
const partBytes = 128 * 1024;

export function createClipDeskServer(): ClipDeskServer {
  const parts = new Map<string, Map<number, Buffer>>();
  const desk: ClipDeskServer = {
    jobs: new Map(),
    asked: [],
    clips: new Map(),
    posters: new Map(),
    onPart: () => "take",
    add(jobId, range) {
      const nowMs = Date.now();
      const job = aJob({
        ...{ jobId, candidateId: `action-${jobId}`, channel: { platform: "twitch", channelId: "1" }, login: "racer" },
        ...{ momentId: null, momentNumber: 0, candidateSource: "manual", range },
        ...{ streamStartedAtMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs },
      });
      desk.jobs.set(jobId, job);
      return job;
    },
    handle(request, response) {
      const url = new URL(request.url ?? "/", "http://desk");
      const clip = /^\/clips\/(.+)$/.exec(url.pathname)?.[1];
      if (clip !== undefined) {
        response.writeHead(200, { "content-type": "video/mp4" }).end(desk.clips.get(clip));
        return true;
      }
      const [, jobId, action] = /^\/api\/clip-jobs\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
      if (jobId === undefined || action === undefined) return false;
      void answer(request, response, url, jobId, action);
      return true;
    },
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    jobId: string,
    action: string,
  ) => {
    const reply = (status: number, body?: object) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(body === undefined ? undefined : JSON.stringify(body));
    try {
      const job = desk.jobs.get(jobId);
      if (job === undefined) throw new AppError("not_found");
      const partNumber = Number(/^upload\/parts\/(\d+)$/.exec(action)?.[1] ?? 0);
      desk.asked.push(
        partNumber > 0
          ? `part ${jobId} ${partNumber}`
          : `${request.method === "PUT" && action === "lease" ? "renew" : action} ${jobId}`,
      );
      const verdict = partNumber > 0 ? desk.onPart(partNumber) : "take";
      if (verdict === "hang") return;
      const body = await readBody(request);
      if (verdict === "cut_line") return void request.socket.destroy();
      if (verdict === "too_large") throw new AppError("payload_too_large");
      const keep = (next: ClipJob) => {
        desk.jobs.set(jobId, next);
        return reply(200, { job: next });
      };
      const nowMs = Date.now();
      if (partNumber > 0) {
        const uploadId = url.searchParams.get("upload_id") ?? "";
        const part = { partNumber, etag: createHash("md5").update(body).digest("hex") };
        desk.jobs.set(jobId, recordPart(job, url.searchParams.get("page_id") ?? "", uploadId, part, nowMs));
        const own = parts.get(uploadId) ?? new Map<number, Buffer>();
        parts.set(uploadId, own.set(partNumber, body));
        return reply(200, part);
      }
      if (action === "poster") {
        leasedBy(job, url.searchParams.get("page_id") ?? "", nowMs);
        desk.posters.set(jobId, body);
        return reply(204);
      }
      const said = JSON.parse(body.toString()) as {
        pageId: string;
        totalBytes: number;
        sha256: string;
        uploadId: string;
        errorCode: ClipErrorCode;
        lacks: FootageLack;
        detail: string;
      };
      switch (`${request.method} ${action}`) {
        case "POST lease":
          return keep(leaseJob(job, said.pageId, nowMs));
        case "PUT lease":
          return keep(renewLease(job, said.pageId, nowMs));
        case "POST release":
          return keep(releaseLease(job, said.pageId, nowMs));
        case "POST fail":
          return keep(failJob(job, said.pageId, { code: said.errorCode, detail: said.detail }, null, nowMs));
        case "POST upload": {
          const { totalBytes, sha256 } = said;
          const isSame = fields(job).upload?.totalBytes === totalBytes && fields(job).upload?.sha256 === sha256;
          const next = isSame
            ? job
            : beginUpload(job, said.pageId, { uploadId: `upload-${desk.asked.length}`, totalBytes, sha256 }, nowMs);
          desk.jobs.set(jobId, next);
          return reply(200, { uploadId: fields(next).upload?.uploadId, partBytes, parts: fields(next).upload?.parts });
        }
        case "POST upload/complete": {
          const own = parts.get(said.uploadId) ?? new Map<number, Buffer>();
          const planned = planParts(fields(job).upload?.totalBytes ?? 1, partBytes);
          if (planned.some((part) => own.get(part.partNumber)?.length !== part.to - part.from))
            throw new AppError("upload_incomplete");
          const whole = Buffer.concat(planned.map((part) => own.get(part.partNumber) ?? Buffer.alloc(0)));
          if (createHash("sha256").update(whole).digest("hex") !== fields(job).upload?.sha256)
            throw new AppError("upload_incomplete");
          desk.clips.set(jobId, whole);
          return keep(completeJob(job, said.pageId, { clipId: `clip-${jobId}`, lacks: said.lacks }, nowMs));
        }
        default:
          throw new AppError("not_found");
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reply(errorKinds[error.code].status, { error: { code: error.code, message: error.message } });
    }
  };
  return desk;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
