// Turns what a route throws into an answer: an expected failure in words, anything else logged once and kept to ourselves.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type ErrorBody, errorKinds } from "#core/errors.ts";

export function errorResponse(error: Error, context: Context): Response {
  if (error instanceof AppError) {
    return context.json<ErrorBody>(
      { error: { code: error.code, message: error.message } },
      errorKinds[error.code].status,
    );
  }
  if (error instanceof HTTPException && error.status < 500) {
    return context.json<ErrorBody>({ error: { code: "bad_request", message: errorKinds.bad_request.sentence } }, 400);
  }
  console.error(JSON.stringify({ event: "bug", path: context.req.path, error: error.stack ?? String(error) }));
  return context.json<ErrorBody>({ error: { code: "internal", message: "Something went wrong on our side." } }, 500);
}
