// The switches for clipping. They act at once.
import { Hono } from "hono";
import { flagsPatchSchema } from "#core/clips/board/clip-flags.ts";
import { unwrap } from "#core/outcome.ts";
import type { AppEnv } from "../deps.ts";
import { body } from "../http/body.ts";
import { needs } from "../http/guards.ts";

export const flags = new Hono<AppEnv>()
  .get("/", needs("viewer"), async (context) => context.json({ flags: await context.var.deps.workspace().flags() }))
  .patch("/", needs("owner"), body(flagsPatchSchema), async (context) =>
    context.json({ flags: unwrap(await context.var.deps.workspace().changeFlags(context.req.valid("json"))) }),
  );
