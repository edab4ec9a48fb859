// Clip jobs: what people and pages that cut ask of the desk.
import { Hono } from "hono";
import { z } from "zod";
import { executors } from "#core/clips/job/clip-job.ts";
import { clipErrorCodes } from "#core/clips/job/failure.ts";
import { jobChannel } from "#core/clips/job/job-channel.ts";
import { AppError } from "#core/errors.ts";
import { unwrap } from "#core/outcome.ts";
import { lineSchema } from "#core/text/clean-line.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { body, params, query } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { channelQuery, knownChannel } from "./channels.ts";

export const jobPath = z.object({ jobId: z.string().max(120) });
export const pageIdSchema = z.string().regex(/^[A-Za-z0-9-]{8,64}$/, "is not a page id");
const byPage = z.object({ pageId: pageIdSchema });
/** Without an executor, the same again. */
const retry = z.object({ executor: z.enum(executors).optional() });
const failure = byPage.extend({ errorCode: z.enum(clipErrorCodes), detail: lineSchema(300) });

export const clipJobs = new Hono<AppEnv>()
  .get("/", needs("viewer"), query(channelQuery), async (context) => {
    const { deps } = context.var;
    const { platform, login } = context.req.valid("query");
    if (platform === undefined) return context.json({ jobs: (await deps.workspace().board()).jobs });
    return context.json({ jobs: await deps.desk(await knownChannel(deps, { platform, login })).jobs() });
  })
  .post("/:jobId/retry", needs("editor"), params(jobPath), body(retry), async (context) => {
    const { jobId } = context.req.valid("param");
    const { executor } = context.req.valid("json");
    return context.json({ job: unwrap(await (await deskOf(context.var.deps, jobId)).retry(jobId, executor)) });
  })
  .post("/:jobId/lease", needs("editor"), params(jobPath), body(byPage), async (context) => {
    const { jobId } = context.req.valid("param");
    const { pageId } = context.req.valid("json");
    return context.json({ job: unwrap(await (await deskOf(context.var.deps, jobId)).lease(jobId, pageId)) });
  })
  .put("/:jobId/lease", needs("editor"), params(jobPath), body(byPage), async (context) => {
    const { jobId } = context.req.valid("param");
    const { pageId } = context.req.valid("json");
    return context.json({ job: unwrap(await (await deskOf(context.var.deps, jobId)).renew(jobId, pageId)) });
  })
  .post("/:jobId/release", needs("editor"), params(jobPath), body(byPage), async (context) => {
    const { jobId } = context.req.valid("param");
    const { pageId } = context.req.valid("json");
    return context.json({ job: unwrap(await (await deskOf(context.var.deps, jobId)).release(jobId, pageId)) });
  })
  .post("/:jobId/fail", needs("editor"), params(jobPath), body(failure), async (context) => {
    const { jobId } = context.req.valid("param");
    const { pageId, errorCode: code, detail } = context.req.valid("json");
    const desk = await deskOf(context.var.deps, jobId);
    return context.json({ job: unwrap(await desk.fail(jobId, pageId, { code, detail })) });
  });

/**
 * The desk of a job's or a candidate's channel. Throws `not_found` for an id of another form, or of a channel that is not
 * here: an object comes into being by being asked.
 */
export async function deskOf(deps: Deps, id: string) {
  const channel = jobChannel(id);
  if (!channel || (await deps.listenerOf(channel)) === null) throw new AppError("not_found");
  return deps.desk(channel);
}
