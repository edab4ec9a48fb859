// The figures an operator watches.
import { Hono } from "hono";
import type { AppEnv } from "../deps.ts";
import { needs } from "../http/guards.ts";

export const observability = new Hono<AppEnv>().get("/", needs("viewer"), async (context) =>
  context.json(await context.var.deps.workspace().observability()),
);
