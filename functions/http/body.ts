// Parses a request by a schema, so that the route gets what it expects and the refusal is one of ours.
import { zValidator } from "@hono/zod-validator";
import type { z } from "zod";
import { AppError } from "#core/errors.ts";

/** Throws `bad_request` naming the first field that is wrong. */
export const body = <S extends z.ZodType>(schema: S) => zValidator("json", schema, refuse);
export const query = <S extends z.ZodType>(schema: S) => zValidator("query", schema, refuse);
export const params = <S extends z.ZodType>(schema: S) => zValidator("param", schema, refuse);

type Parsed = { success: true } | { success: false; error: { issues: readonly z.core.$ZodIssue[] } };

function refuse(parsed: Parsed): void {
  if (parsed.success) return;
  const issue = parsed.error.issues[0];
  throw new AppError("bad_request", `${issue?.path.join(".") || "request"}: ${issue?.message ?? "wrong form"}`);
}
