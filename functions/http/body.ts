// Parses a JSON body by a schema as Hono's validator, so that the route and its typed client agree on the form.
import { validator } from "hono/validator";
import type { z } from "zod";
import { AppError } from "#core/errors.ts";

/** Throws `bad_request` naming the first field that is wrong. */
export function body<S extends z.ZodType>(schema: S) {
  return validator("json", (value): z.output<S> => parse(schema, value));
}

export function query<S extends z.ZodType>(schema: S) {
  return validator("query", (value): z.output<S> => parse(schema, value));
}

export function params<S extends z.ZodType>(schema: S) {
  return validator("param", (value): z.output<S> => parse(schema, value));
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError("bad_request", `${issue?.path.join(".") || "request"}: ${issue?.message ?? "wrong form"}`);
}
