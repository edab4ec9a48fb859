// Candidates that wait for a person to say yes or no, of one channel or of all.
import { Hono } from "hono";
import { z } from "zod";
import { isPreapproved } from "#core/clips/candidate/approval-rule.ts";
import { candidateFromWish } from "#core/clips/candidate/candidate-from-wish.ts";
import { candidateSources } from "#core/clips/job/clip-job.ts";
import { maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { AppError } from "#core/errors.ts";
import { eventTimeSchema } from "#core/moments/moment.ts";
import { unwrap } from "#core/outcome.ts";
import { titleSchema } from "#core/moments/title.ts";
import { lineSchema } from "#core/text/clean-line.ts";
import { maxExcerptChars } from "#core/chat/context-excerpt.ts";
import type { AppEnv } from "../deps.ts";
import { body, params, query } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { channelPath, channelQuery, knownChannel } from "./channels.ts";
import { deskOf } from "./clip-jobs.ts";

const actionPath = z.object({ actionId: z.string().max(160) });

const excerpt = lineSchema(maxExcerptChars).transform((line) => line || null);

const wish = channelPath
  .extend({
    fromMs: eventTimeSchema,
    toMs: eventTimeSchema,
    title: titleSchema.nullish(),
    contextExcerpt: excerpt.nullish(),
    confidence: z.number().min(0).max(1).default(1),
    source: z.enum(candidateSources).default("manual"),
  })
  .refine(
    ({ fromMs, toMs }) => toMs - fromMs >= minClipSeconds * 1000 && toMs - fromMs <= maxClipSeconds * 1000,
    `a clip lasts ${minClipSeconds} to ${maxClipSeconds} seconds`,
  );

const edit = z
  .object({
    title: titleSchema.optional(),
    durationSeconds: z.number().min(minClipSeconds).max(maxClipSeconds).optional(),
  })
  .strict();

export const actionQueue = new Hono<AppEnv>()
  .get("/", needs("viewer"), query(channelQuery), async (context) => {
    const { deps } = context.var;
    const { platform, login } = context.req.valid("query");
    if (platform === undefined) return context.json({ actions: (await deps.workspace().board()).candidates });
    return context.json({
      actions: await deps.desk(await knownChannel(deps, { platform, login })).pendingCandidates(),
    });
  })
  .post("/", needs("editor"), body(wish), async (context) => {
    const { deps } = context.var;
    const { fromMs, toMs, title: given, contextExcerpt, confidence, source, ...path } = context.req.valid("json");
    const known = await knownChannel(deps, path);
    const { channel, session, settings } = unwrap(await deps.monitor(known).overview());
    if (!session) throw new AppError("conflict", "This channel has not been live since it was added.");
    const asked = { range: { fromMs, toMs }, title: given ?? null, contextExcerpt: contextExcerpt ?? null };
    const candidate = candidateFromWish({ ...asked, confidence, source }, { channel, session, nowMs: Date.now() });
    const judged = { ...candidate, isPreapproved: isPreapproved(settings, candidate) };
    const { candidate: action, isNew } = unwrap(await deps.desk(known).add(judged));
    return context.json({ action }, isNew ? 201 : 200);
  })
  .patch("/:actionId", needs("editor"), params(actionPath), body(edit), async (context) => {
    const { actionId } = context.req.valid("param");
    const edited = await (await deskOf(context.var.deps, actionId)).edit(actionId, context.req.valid("json"));
    return context.json({ action: unwrap(edited) });
  })
  .post("/:actionId/approve", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    return context.json({ job: unwrap(await (await deskOf(context.var.deps, actionId)).approve(actionId)) });
  })
  .post("/:actionId/reject", needs("editor"), params(actionPath), async (context) => {
    const { actionId } = context.req.valid("param");
    unwrap(await (await deskOf(context.var.deps, actionId)).reject(actionId));
    return context.body(null, 204);
  });
