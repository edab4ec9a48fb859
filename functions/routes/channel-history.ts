// What is known of a channel's past: the kept counts of its sessions, and what people said of its moments.
import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { verdictSchema } from "#core/moments/trigger-weights.ts";
import { sessionCountsKey } from "#core/session/session-counts.ts";
import { unwrap } from "#core/outcome.ts";
import type { AppEnv } from "../deps.ts";
import { body, params } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { channelPath, knownChannel } from "./channels.ts";

const sessionPath = channelPath.extend({ sessionId: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const momentPath = channelPath.extend({ momentId: z.string().max(80) });

export const channelHistory = new Hono<AppEnv>()
  .get("/:platform/:login/sessions", needs("viewer"), params(channelPath), async (context) => {
    const { deps } = context.var;
    const channel = await knownChannel(deps, context.req.valid("param"));
    return context.json({ sessions: await deps.monitor(channel).countedSessions() });
  })
  .get("/:platform/:login/sessions/:sessionId/seconds", needs("viewer"), params(sessionPath), async (context) => {
    const { deps } = context.var;
    const path = context.req.valid("param");
    const channel = await knownChannel(deps, path);
    const kept = await deps.monitor(channel).sessionCounts(path.sessionId);
    if (kept === null)
      throw new AppError(
        "not_found",
        "Nothing is kept of this session yet. Counts are there about two minutes after they happen.",
      );
    const headers = { "content-type": "application/json" };
    if (kept.status === "here") return new Response(kept.json, { headers });
    const object = await deps.clips.get(sessionCountsKey(path.sessionId));
    if (!object) throw new AppError("not_found", "The counts of this session are no longer in the store.");
    return new Response(object.body.pipeThrough(new DecompressionStream("gzip")), { headers });
  })
  .put(
    "/:platform/:login/moments/:momentId/feedback",
    needs("editor"),
    params(momentPath),
    body(z.strictObject({ verdict: verdictSchema.nullable() })),
    async (context) => {
      const { deps } = context.var;
      const path = context.req.valid("param");
      const channel = await knownChannel(deps, path);
      const feedback = await deps.monitor(channel).judge(path.momentId, context.req.valid("json").verdict);
      return context.json({ feedback: unwrap(feedback) });
    },
  );
