// Candidates that wait for a person to say yes or no.
import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { unwrap } from "#core/outcome.ts";
import { platformSchema } from "#core/platform.ts";
import type { AppEnv } from "../deps.ts";
import { params, query } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { deskOf } from "./clip-jobs.ts";

const actionPath = z.object({ actionId: z.string().max(160) });

export const actionQueue = new Hono<AppEnv>()
  .get(
    "/",
    needs("viewer"),
    query(z.object({ platform: platformSchema, login: z.string().max(60) })),
    async (context) => {
      const { deps } = context.var;
      const { platform, login } = context.req.valid("query");
      const channel = await deps.workspace().findChannel(platform, login);
      if (!channel) throw new AppError("unknown_channel");
      return context.json({ candidates: await deps.desk(channel).pendingCandidates() });
    },
  )
  .post("/:actionId/approve", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    return context.json({ job: unwrap(await deskOf(context.var.deps, actionId).approve(actionId)) });
  })
  .post("/:actionId/reject", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    unwrap(await deskOf(context.var.deps, actionId).reject(actionId));
    return context.body(null, 204);
  });
