// Turns what is thrown into an answer: an expected failure in words, anything else logged once and kept to ourselves.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type ErrorBody, errorKinds } from "#core/errors.ts";

export function errorResponse(error: unknown, { req }: Pick<Context, "req">): Response {
  return errorAnswer(error, req.path);
}

/** For an answer outside of the routes. */
export function errorAnswer(error: unknown, path: string): Response {
  if (error instanceof AppError) return answer(errorKinds[error.code].status, error.code, error.message);
  if (error instanceof HTTPException && error.status < 500)
    return answer(400, "bad_request", errorKinds.bad_request.sentence);
  const words = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  console.error(JSON.stringify({ event: "bug", path, error: words }));
  return answer(500, "internal", "Something went wrong on our side.");
}

function answer(status: number, code: ErrorBody["error"]["code"], message: string): Response {
  return Response.json({ error: { code, message } } satisfies ErrorBody, { status });
}
