// Candidates that wait for a person to say yes or no.
import { Hono } from "hono";
import { z } from "zod";
import { unwrap } from "#core/outcome.ts";
import type { AppEnv } from "../deps.ts";
import { params, query } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { channelPath, knownChannel } from "./channels.ts";
import { deskOf } from "./clip-jobs.ts";

const actionPath = z.object({ actionId: z.string().max(160) });

export const actionQueue = new Hono<AppEnv>()
  .get("/", needs("viewer"), query(channelPath), async (context) => {
    const { deps } = context.var;
    const channel = await knownChannel(deps, context.req.valid("query"));
    return context.json({ candidates: await deps.desk(channel).pendingCandidates() });
  })
  .post("/:actionId/approve", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    return context.json({ job: unwrap(await deskOf(context.var.deps, actionId).approve(actionId)) });
  })
  .post("/:actionId/reject", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    unwrap(await deskOf(context.var.deps, actionId).reject(actionId));
    return context.body(null, 204);
  });
