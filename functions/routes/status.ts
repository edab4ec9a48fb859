// The seeds' three questions: which sessions run, how many moments wait for a clip, and the last ten.
import { Hono } from "hono";
import type { AppEnv } from "../deps.ts";
import { needs } from "../http/guards.ts";

export const status = new Hono<AppEnv>().get("/", needs("viewer"), async (context) =>
  context.json(await context.var.deps.readStatus()),
);
